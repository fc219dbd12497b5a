/*
 * What is looked at and what is chosen, as the address says it:
 * ?week=2026-11-30&day=2026-12-01&duration=120&start=…&end=…&view=calendar
 */
import { addDays, dateIn, isCalendarDate, mondayOf, startOfDate } from '#lib/time/calendar-date.ts';
import type { CalendarDate } from '#lib/time/calendar-date.ts';
import { addMinutes, minutesOf, parseInstant, type Period } from '#lib/time/period.ts';
import { readWallTime } from '#lib/time/wall-time.ts';
import type { AvailabilityWeek } from './availability-week.ts';
import { chooseDuration } from './durations.ts';

export type TimeChoice = {
	monday: CalendarDate;
	/** The day asked for; null leaves it to what is free. */
	day: CalendarDate | null;
	durationMinutes: number;
	chosen: Period | null;
	/** What a narrow screen shows; a wide one shows both. */
	view: 'list' | 'calendar';
};

type Rules = {
	granularity_minutes: number;
	shortest_minutes: number;
	longest_minutes: number;
	lead_minutes: number;
};

/** The choice in an address. Whatever in it makes no sense is as if it were absent. */
export function readTimeChoice(
	params: URLSearchParams,
	rules: Rules,
	timeZone: string,
	now: Date
): TimeChoice {
	const chosen = readChosen(params, timeZone);
	const asked = dateParam(params, 'week') ?? dateParam(params, 'day');
	const from = chosen?.start ?? addMinutes(now, rules.lead_minutes);
	const monday = mondayOf(asked ?? dateIn(from, timeZone));
	const day = dateParam(params, 'day') ?? (chosen && dateIn(chosen.start, timeZone));

	return {
		monday,
		day: day !== null && mondayOf(day) === monday ? day : null,
		durationMinutes: chooseDuration(
			rules,
			params.get('duration') ?? (chosen && String(minutesOf(chosen)))
		),
		chosen,
		view: params.get('view') === 'calendar' ? 'calendar' : 'list'
	};
}

/** The seven days from a Monday on, in a zone. */
export function weekPeriod(monday: CalendarDate, timeZone: string): Period {
	return { start: startOfDate(monday, timeZone), end: startOfDate(addDays(monday, 7), timeZone) };
}

/** What has to be known to offer the slots that begin in the week: the last of them end after it. */
export function slotPeriod(
	{ monday, durationMinutes }: Pick<TimeChoice, 'monday' | 'durationMinutes'>,
	timeZone: string
): Period {
	const { start, end } = weekPeriod(monday, timeZone);
	return { start, end: addMinutes(end, durationMinutes) };
}

/** The day to show first: the one asked for, else the first with a slot, else today or Monday. */
export function dayToShow(
	week: AvailabilityWeek,
	{ day, monday }: Pick<TimeChoice, 'day' | 'monday'>,
	now: Date
): CalendarDate {
	if (day !== null) return day;
	const withSlots = week.days.find(({ slotCount }) => slotCount > 0);
	if (withSlots) return withSlots.date;
	const today = dateIn(now, week.timeZone);
	return mondayOf(today) === monday ? today : monday;
}

/** The address's query with some of it changed; null takes a parameter out. */
export function queryWith(
	params: URLSearchParams,
	changes: Record<string, string | null>
): `?${string}` {
	// The parameter that names a form's action is none of the page's state.
	const next = new URLSearchParams([...params].filter(([name]) => !name.startsWith('/')));
	for (const [name, value] of Object.entries(changes)) {
		if (value === null) next.delete(name);
		else next.set(name, value);
	}
	return `?${next.toString()}`;
}

function dateParam(params: URLSearchParams, name: string): CalendarDate | null {
	const text = params.get(name);
	return text !== null && isCalendarDate(text) ? text : null;
}

function readChosen(params: URLSearchParams, timeZone: string): Period | null {
	const start = readEnd(params.get('start') ?? '', timeZone);
	const end = readEnd(params.get('end') ?? '', timeZone);
	return start && end && start < end ? { start, end } : null;
}

/** An instant as a link has it, or a time on the lab's wall as it was typed, if it is just one. */
function readEnd(text: string, timeZone: string): Date | null {
	const reading = readWallTime(text, timeZone);
	return reading?.kind === 'unique' ? reading.instant : parseInstant(text);
}
