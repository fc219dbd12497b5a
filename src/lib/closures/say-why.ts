import type { Availability } from '#lib/availability/availability.ts';
import type { Cell } from '#lib/availability/availability-week.ts';
import { barInWords } from '#lib/bookings/conditions-in-words.ts';
import * as m from '#lib/paraglide/messages.js';
import { intersect } from '#lib/time/period.ts';
import { closureKindLabel } from './closure-kind.ts';
import type { InstrumentClosure } from './queries.server.ts';

/** Why a cell of the calendar is out of use, with its reason, or not for this customer. */
export function sayWhy(
	{ kind, period }: Pick<Cell, 'kind' | 'period'>,
	closures: Pick<InstrumentClosure, 'kind' | 'reason' | 'period'>[],
	{ barred }: Pick<Availability, 'barred'>
): string | null {
	if (kind === 'out') {
		const closure = closures.find((other) => intersect(other.period, period));
		if (!closure) return null;
		const label = closureKindLabel(closure.kind);
		return closure.reason === null
			? label
			: m.calendar_out_why({ kind: label, reason: closure.reason });
	}
	if (kind === 'barred') {
		const bar = barred.find((other) => intersect(other, period));
		return bar ? barInWords(bar.rule) : null;
	}
	return null;
}
