import type { Enums } from '#lib/database.types.ts';
import * as m from '#lib/paraglide/messages.js';
import type { BadgeTone } from '#lib/ui/badge/badge-tone.ts';

export type CustomerKind = Enums<'customer_kind'>;

export const CUSTOMER_KINDS: readonly CustomerKind[] = [
	'everyone',
	'startup',
	'makerspace',
	'academic',
	'company',
	'internal'
];

const LABELS: Record<CustomerKind, () => string> = {
	everyone: m.customer_kind_everyone,
	internal: m.customer_kind_internal,
	startup: m.customer_kind_startup,
	makerspace: m.customer_kind_makerspace,
	academic: m.customer_kind_academic,
	company: m.customer_kind_company
};

export function customerKindLabel(kind: CustomerKind): string {
	return LABELS[kind]();
}

export function toCustomerKind(text: string | null): CustomerKind {
	return CUSTOMER_KINDS.find((kind) => kind === text) ?? 'everyone';
}

/** What rules, tariffs and quotas have in common. */
export type Version = {
	id: string;
	instrument_id: string | null;
	customer_kind: CustomerKind;
	version: number;
	valid_from: string;
	valid_until: string | null;
};

type Stand = 'in_force' | 'coming' | 'over' | 'taken_back';

export function standOf({ valid_from, valid_until }: Version, now: Date): Stand {
	const from = Date.parse(valid_from);
	const until = valid_until === null ? Number.POSITIVE_INFINITY : Date.parse(valid_until);
	if (from === until) return 'taken_back';
	if (until <= now.getTime()) return 'over';
	return from <= now.getTime() ? 'in_force' : 'coming';
}

const STANDS: Record<Stand, { label: () => string; tone: BadgeTone }> = {
	in_force: { label: m.version_in_force, tone: 'ok' },
	coming: { label: m.version_coming, tone: 'accent' },
	over: { label: m.version_over, tone: 'neutral' },
	taken_back: { label: m.version_taken_back, tone: 'neutral' }
};

export function describeStand(stand: Stand): { label: string; tone: BadgeTone } {
	return { label: STANDS[stand].label(), tone: STANDS[stand].tone };
}

/** The version that holds for a kind of customer now, as `private.rule_in_force` finds it. */
export function findHolding<Row extends Version>(
	versions: Row[],
	kind: CustomerKind,
	now: Date
): Row | undefined {
	const closeness = (row: Row) =>
		(row.instrument_id === null ? 2 : 0) + (row.customer_kind === 'everyone' ? 1 : 0);
	return versions
		.filter(
			(row) =>
				standOf(row, now) === 'in_force' &&
				(row.customer_kind === 'everyone' || row.customer_kind === kind)
		)
		.sort((a, b) => closeness(a) - closeness(b))[0];
}
