import * as m from '#lib/paraglide/messages.js';
import { formatDateTime } from '#lib/time/format-time.ts';
import { parseInstant, type Period } from '#lib/time/period.ts';
import { formatOffset, readWallTime, toWallTime } from '#lib/time/wall-time.ts';
import type { WishedTimes } from './booking-schema.ts';

export type WishReading =
	| { ok: true; period: Period }
	/** What is wrong with one of the ends, in words. */
	| { ok: false; field: 'start' | 'end'; message: string };

/**
 * The period that a form asks for. A slot that was pressed wins over what was typed. A time that
 * the lab's clock skips is refused, and one that it shows twice is taken as it was picked in the
 * calendar, or refused when it was typed: which of the two is meant, nobody can know.
 */
export function readWish(wish: WishedTimes, timeZone: string): WishReading {
	const slot = readSlot(wish.slot);
	if (slot) return { ok: true, period: slot };

	const start = readEnd(wish.start, parseInstant(wish.picked_start), timeZone);
	if (typeof start === 'string') return { ok: false, field: 'start', message: start };
	const end = readEnd(wish.end, parseInstant(wish.picked_end), timeZone);
	if (typeof end === 'string') return { ok: false, field: 'end', message: end };
	return { ok: true, period: { start, end } };
}

/** `start/end` in RFC 3339, as a button offers it. */
function readSlot(text: string): Period | null {
	const [start, end, rest] = text.split('/');
	if (start === undefined || end === undefined || rest !== undefined) return null;
	const period = { start: parseInstant(start), end: parseInstant(end) };
	return period.start && period.end ? { start: period.start, end: period.end } : null;
}

function readEnd(text: string, picked: Date | null, timeZone: string): Date | string {
	const reading = readWallTime(text, timeZone);
	switch (reading?.kind) {
		case undefined:
			return m.booking_time_malformed();
		case 'unique':
			return reading.instant;
		case 'skipped':
			return m.booking_time_skipped({ next: formatDateTime(reading.next, timeZone) });
		case 'repeated':
			if (picked && toWallTime(picked, timeZone) === text.slice(0, 16)) return picked;
			return m.booking_time_repeated({
				first: formatOffset(reading.first, timeZone),
				second: formatOffset(reading.second, timeZone)
			});
	}
}
