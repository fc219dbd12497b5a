import type { Tables } from '#lib/database.types.ts';
import * as m from '#lib/paraglide/messages.js';
import { addDays, type CalendarDate } from '#lib/time/calendar-date.ts';
import { formatDate, formatWeekday } from '#lib/time/format-time.ts';

type OpeningHours = Pick<Tables<'opening_hours'>, 'weekday' | 'opens' | 'closes'>;
type OpeningException = Pick<
	Tables<'opening_exceptions'>,
	'on_date' | 'opens' | 'closes' | 'reason'
>;

/** Days that keep the same hours, and those hours: `周一至周五`, `08:30–12:00、13:00–17:30`. */
export type HoursInWords = { days: string; hours: string };
export type ExceptionInWords = HoursInWords & { reason: string | null };

const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7];
/** Some Monday, to name the days of the week by. */
const A_MONDAY: CalendarDate = '2024-01-01';

/** The weekly hours, days with equal hours on one line; a day without hours is said to be closed. */
export function describeOpeningHours(rows: OpeningHours[]): HoursInWords[] {
	if (rows.length === 0) return [];

	const daysByHours = new Map<string, number[]>();
	for (const weekday of WEEKDAYS) {
		const hours = describeSpans(rows.filter((row) => row.weekday === weekday));
		daysByHours.set(hours, [...(daysByHours.get(hours) ?? []), weekday]);
	}
	return [...daysByHours].map(([hours, weekdays]) => ({ days: describeDays(weekdays), hours }));
}

/** What replaces the weekly hours from a day on, date by date. */
export function describeOpeningExceptions(
	rows: OpeningException[],
	from: CalendarDate
): ExceptionInWords[] {
	const dates = [...new Set(rows.map((row) => row.on_date))].filter((date) => date >= from).sort();

	return dates.map((date) => {
		const ofDate = rows.filter((row) => row.on_date === date);
		const spans = ofDate.flatMap(({ opens, closes }) =>
			opens === null || closes === null ? [] : [{ opens, closes }]
		);
		return {
			days: formatDate(date),
			hours: describeSpans(spans),
			reason: ofDate.find((row) => row.reason !== null)?.reason ?? null
		};
	});
}

function describeSpans(spans: Pick<OpeningHours, 'opens' | 'closes'>[]): string {
	if (spans.length === 0) return m.instrument_hours_closed();

	return spans
		.map(({ opens, closes }) => ({ opens: opens.slice(0, 5), closes: closes.slice(0, 5) }))
		.sort((a, b) => a.opens.localeCompare(b.opens))
		.map(({ opens, closes }) =>
			opens === '00:00' && closes === '24:00' ? m.instrument_hours_all_day() : `${opens}–${closes}`
		)
		.join(m.catalogue_list_separator());
}

/** Three and more days in a row become a span; two are named one by one. */
function describeDays(weekdays: number[]): string {
	if (weekdays.length === WEEKDAYS.length) return m.instrument_days_every();

	const runs: number[][] = [];
	for (const weekday of weekdays) {
		const run = runs.at(-1);
		if (run?.at(-1) === weekday - 1) run.push(weekday);
		else runs.push([weekday]);
	}
	return runs
		.flatMap((run) => {
			const names = run.map(nameOf);
			const [first, last] = [names[0], names.at(-1)];
			return names.length > 2 && first !== undefined && last !== undefined
				? [m.instrument_days_range({ first, last })]
				: names;
		})
		.join(m.catalogue_list_separator());
}

function nameOf(weekday: number): string {
	return formatWeekday(addDays(A_MONDAY, weekday - 1));
}
