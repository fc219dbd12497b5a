import * as m from '#lib/paraglide/messages.js';

/** A span of a day in wall time of the lab, as `08:30` and `12:00`; the end of the day is `24:00`. */
export type Span = { opens: string; closes: string };
export type WeeklySpan = Span & { weekday: number };

/** A span in minutes of the day. */
type Minutes = [start: number, end: number];

const DAY = 1440;
const SPAN =
	/^(\d{1,2})(?:[:：.](\d{2}))?\s*(?:-|–|—|−|~|～|至|到|to)\s*(\d{1,2})(?:[:：.](\d{2}))?$/;

/**
 * The spans that a person typed for a day, as `8:30-12、13:30–17:30`, in order; an empty text is a
 * closed day. Null when it cannot be understood, or spans lie over each other.
 */
export function parseSpans(text: string): Span[] | null {
	const parts = text
		.split(/[、,，;；\n]/)
		.map((part) => part.trim())
		.filter((part) => part !== '');
	const sorted: Minutes[] = [];
	for (const part of parts) {
		const span = parseSpan(part);
		if (span === null) return null;
		sorted.push(span);
	}
	sorted.sort((a, b) => a[0] - b[0]);
	const overlaps = sorted.some(([start], index) => start < (sorted[index - 1]?.[1] ?? 0));
	return overlaps ? null : merge(sorted).map(toSpan);
}

/** Spans as they are shown and typed, as `08:30–12:00、13:30–17:30`. */
export function formatSpans(spans: Span[]): string {
	return spans
		.map(({ opens, closes }) => `${opens.slice(0, 5)}–${closes.slice(0, 5)}`)
		.sort()
		.join(m.catalogue_list_separator());
}

/** How fine a grid must be to show all of the spans exactly; null when no grid of ours is. */
export function gridStep(spans: Span[]): 15 | 30 | null {
	const edges = spans.flatMap(({ opens, closes }) => [toMinutes(opens), toMinutes(closes)]);
	if (edges.every((edge) => edge % 30 === 0)) return 30;
	return edges.every((edge) => edge % 15 === 0) ? 15 : null;
}

/** Whether each step of a day is open. */
export function toCells(spans: Span[], step: number): boolean[] {
	const edges = spans.map(({ opens, closes }) => [toMinutes(opens), toMinutes(closes)] as const);
	return Array.from({ length: DAY / step }, (_, index) =>
		edges.some(([start, end]) => index * step >= start && (index + 1) * step <= end)
	);
}

/** The spans that the open steps of a day make up. */
export function fromCells(cells: boolean[], step: number): Span[] {
	const open = cells.flatMap((isOpen, index): Minutes[] =>
		isOpen ? [[index * step, (index + 1) * step]] : []
	);
	return merge(open).map(toSpan);
}

/** The time at which a step begins, as `08:30`. */
export function timeOf(minutes: number): string {
	const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
	return `${String(hours).padStart(2, '0')}:${String(rest).padStart(2, '0')}`;
}

function parseSpan(text: string): Minutes | null {
	const match = SPAN.exec(text);
	if (!match) return null;
	const [, fromHour, fromMinute, toHour, toMinute] = match;
	const start = Number(fromHour) * 60 + Number(fromMinute ?? 0);
	const end = Number(toHour) * 60 + Number(toMinute ?? 0);
	const isClock = Number(fromMinute ?? 0) < 60 && Number(toMinute ?? 0) < 60;
	return isClock && start < end && end <= DAY ? [start, end] : null;
}

function merge(sorted: Minutes[]): Minutes[] {
	const merged: Minutes[] = [];
	for (const [start, end] of sorted) {
		const last = merged.at(-1);
		if (last?.[1] === start) last[1] = end;
		else merged.push([start, end]);
	}
	return merged;
}

function toSpan([start, end]: Minutes): Span {
	return { opens: timeOf(start), closes: timeOf(end) };
}

function toMinutes(time: string): number {
	const [hours, minutes] = time.split(':').map(Number);
	return (hours ?? 0) * 60 + (minutes ?? 0);
}
