/** A span of time, half-open: its end is no longer part of it. */
export type Period = { start: Date; end: Date };

/** A period as it travels: instants in RFC 3339. */
export type PeriodText = { start: string; end: string };

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}:\d{2})$/i;

/** The instant that the text names in RFC 3339; null for anything else, also for a time without zone. */
export function parseInstant(text: string): Date | null {
	if (!INSTANT.test(text)) return null;
	const milliseconds = Date.parse(text);
	return Number.isNaN(milliseconds) ? null : new Date(milliseconds);
}

/** An instant to the second in UTC, the shortest form of RFC 3339: `2026-11-30T02:00:00Z`. */
export function formatInstant(instant: Date): string {
	return instant.toISOString().replace(/\.\d+Z$/, 'Z');
}

/** @throws RangeError when an end is no instant: the caller has it from the database. */
export function toPeriod({ start, end }: PeriodText): Period {
	const period = { start: new Date(start), end: new Date(end) };
	if (Number.isNaN(period.start.getTime()) || Number.isNaN(period.end.getTime())) {
		throw new RangeError(`No period: ${start}/${end}`);
	}
	return period;
}

export function minutesOf({ start, end }: Period): number {
	return (end.getTime() - start.getTime()) / 60_000;
}

export function addMinutes(instant: Date, minutes: number): Date {
	return new Date(instant.getTime() + minutes * 60_000);
}

/** What two periods share; null when they only touch or lie apart. */
export function intersect(a: Period, b: Period): Period | null {
	const start = a.start > b.start ? a.start : b.start;
	const end = a.end < b.end ? a.end : b.end;
	return start < end ? { start, end } : null;
}

/** Whether the first lies wholly within the second. */
export function isWithin(inner: Period, outer: Period): boolean {
	return inner.start >= outer.start && inner.end <= outer.end;
}
