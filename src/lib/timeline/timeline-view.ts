/* What of a timeline is looked at, as the address says it: ?view=week&date=2026-11-30&q=…&class=… */
import {
	addDays,
	dateIn,
	daysFrom,
	isCalendarDate,
	mondayOf,
	startOfDate,
	type CalendarDate
} from '#lib/time/calendar-date.ts';
import type { Period } from '#lib/time/period.ts';

export const TIMELINE_VIEWS = ['day', 'week', 'month'] as const;
export type TimelineView = (typeof TIMELINE_VIEWS)[number];

export type TimelineChoice = {
	view: TimelineView;
	/** The first day shown. */
	date: CalendarDate;
	dates: CalendarDate[];
	previous: CalendarDate;
	next: CalendarDate;
};

/** The choice in an address. Whatever in it makes no sense is as if it were absent. */
export function readTimelineChoice(
	params: URLSearchParams,
	timeZone: string,
	now: Date
): TimelineChoice {
	const asked = params.get('date');
	const date = asked !== null && isCalendarDate(asked) ? asked : dateIn(now, timeZone);
	const view = TIMELINE_VIEWS.find((view) => view === params.get('view')) ?? 'week';
	const first = firstOf(view, date);
	const next = nextOf(view, first);
	return {
		view,
		date: first,
		dates: daysFrom(first, (Date.parse(next) - Date.parse(first)) / 86_400_000),
		previous: firstOf(view, addDays(first, -1)),
		next
	};
}

export function periodOf(dates: CalendarDate[], timeZone: string): Period {
	const [first, last] = [dates[0], dates.at(-1)];
	if (first === undefined || last === undefined) throw new RangeError('No days, no period.');
	return { start: startOfDate(first, timeZone), end: startOfDate(addDays(last, 1), timeZone) };
}

function firstOf(view: TimelineView, date: CalendarDate): CalendarDate {
	switch (view) {
		case 'day':
			return date;
		case 'week':
			return mondayOf(date);
		case 'month':
			return `${date.slice(0, 8)}01`;
	}
}

function nextOf(view: TimelineView, first: CalendarDate): CalendarDate {
	switch (view) {
		case 'day':
			return addDays(first, 1);
		case 'week':
			return addDays(first, 7);
		case 'month':
			return firstOf('month', addDays(first, 31));
	}
}
