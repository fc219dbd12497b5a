import * as v from 'valibot';
import { addDays, isCalendarDate, type CalendarDate } from '#lib/time/calendar-date.ts';
import { GROUPINGS } from './report.ts';

/* What a page of figures shows, as its address says it; whatever makes no sense is as if it were absent. */

function orAbsent<Out>(schema: v.GenericSchema<unknown, Out>) {
	return v.fallback(v.nullable(schema), null);
}

const day = v.pipe(v.string(), v.check(isCalendarDate));
const word = v.pipe(v.string(), v.minLength(1), v.maxLength(100));
const schema = v.object({
	from: orAbsent(day),
	to: orAbsent(day),
	group: v.fallback(v.picklist(GROUPINGS), 'platform'),
	platform: orAbsent(v.pipe(v.string(), v.uuid())),
	city: orAbsent(word),
	designation: orAbsent(word),
	rated_by: v.fallback(word, 'yearbook')
});

export type ReportFilters = v.InferOutput<typeof schema> & { from: CalendarDate; to: CalendarDate };

/** Ten years, which is the longest that the database adds up. */
const LONGEST_DAYS = 3650;

/** What is asked for; without a window, the year so far. */
export function readReportFilters(params: URLSearchParams, today: CalendarDate): ReportFilters {
	const asked = v.parse(
		schema,
		Object.fromEntries(Object.keys(schema.entries).map((name) => [name, params.get(name)]))
	);
	const { from, to } = asked;
	const isWindow = from !== null && to !== null && from <= to && to < addDays(from, LONGEST_DAYS);
	return isWindow
		? { ...asked, from, to }
		: { ...asked, from: `${today.slice(0, 4)}-01-01`, to: today };
}

/** The window of the same length that ends where this one begins. */
export function windowBefore({ from, to }: { from: CalendarDate; to: CalendarDate }) {
	const days = Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000) + 1;
	return { from: addDays(from, -days), to: addDays(from, -1) };
}
