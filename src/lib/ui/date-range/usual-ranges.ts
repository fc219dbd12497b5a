import { addDays, type CalendarDate } from '#lib/time/calendar-date.ts';

/** Days from one to another, both included. */
export type DayRange = { from: CalendarDate; to: CalendarDate };

export type UsualRange = DayRange & {
	kind: 'this_quarter' | 'last_quarter' | 'this_year' | 'last_year';
};

/** The ranges that are asked for again and again; what is still running ends today. */
export function usualRanges(today: CalendarDate): UsualRange[] {
	const year = Number(today.slice(0, 4));
	const month = Number(today.slice(5, 7));
	const quarter = firstOf(year, month - ((month - 1) % 3));
	const [lastYear, lastMonth] =
		month <= 3 ? [year - 1, 10] : [year, Number(quarter.slice(5, 7)) - 3];
	return [
		{ kind: 'this_quarter', from: quarter, to: today },
		{ kind: 'last_quarter', from: firstOf(lastYear, lastMonth), to: addDays(quarter, -1) },
		{ kind: 'this_year', from: firstOf(year, 1), to: today },
		{ kind: 'last_year', from: firstOf(year - 1, 1), to: `${year - 1}-12-31` }
	];
}

function firstOf(year: number, month: number): CalendarDate {
	return `${year}-${String(month).padStart(2, '0')}-01`;
}
