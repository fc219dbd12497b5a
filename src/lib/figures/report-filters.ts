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
	rated_by: v.fallback(word, 'yearbook'),
	/** What it is compared with: a window, or in the same window another scope. */
	against: v.fallback(
		v.union([
			v.picklist(['before', 'year', 'all']),
			v.pipe(
				v.string(),
				v.regex(/^(?:platform:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|kind:\w{1,100})$/)
			)
		]),
		'before'
	)
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

/** A window and a scope beside those that are asked for. */
export type Comparison = Pick<
	ReportFilters,
	'from' | 'to' | 'platform' | 'city' | 'designation' | 'rated_by'
>;

/** What a page compares with: as long a window that ends where this one begins, unless something else is asked for. */
export function comparedWith(filters: ReportFilters): Comparison {
	const { from, to, platform, city, designation, rated_by, against } = filters;
	const asked = { from, to, platform, city, designation, rated_by };
	const everywhere = { ...asked, platform: null, city: null, designation: null };
	const [what, which = ''] = against.split(':');
	switch (what) {
		case 'year':
			return { ...asked, from: yearBefore(from), to: yearBefore(to) };
		case 'all':
			return everywhere;
		case 'platform':
			return { ...everywhere, platform: which };
		case 'kind':
			return { ...everywhere, designation: which };
		default:
			return { ...asked, ...windowBefore({ from, to }) };
	}
}

function windowBefore({ from, to }: { from: CalendarDate; to: CalendarDate }) {
	const days = Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000) + 1;
	return { from: addDays(from, -days), to: addDays(from, -1) };
}

/** The same day of the year before; of a leap day, the day before it. */
function yearBefore(date: CalendarDate): CalendarDate {
	const same = `${String(Number(date.slice(0, 4)) - 1).padStart(4, '0')}${date.slice(4)}`;
	return isCalendarDate(same) ? same : same.replace(/29$/, '28');
}
