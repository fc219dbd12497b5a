import type { PeriodText } from '#lib/time/period.ts';

const RANGE = /^\["?([^",]+)"?,"?([^",]+)"?\)$/;

/**
 * The ends of a bounded `tstzrange` as the Data API writes it: `["2026-11-30 02:00:00+00","…")`.
 *
 * @throws RangeError for anything else, which the database does not keep.
 */
export function parseRange(text: string): PeriodText {
	const [, start, end] = RANGE.exec(text) ?? [];
	if (start === undefined || end === undefined) throw new RangeError(`No bounded range: ${text}`);
	return { start: toRfc3339(start), end: toRfc3339(end) };
}

/** Postgres parts date and time by a space and leaves out the minutes of a whole-hour offset. */
function toRfc3339(timestamp: string): string {
	return timestamp.replace(' ', 'T').replace(/([+-]\d{2})$/, '$1:00');
}
