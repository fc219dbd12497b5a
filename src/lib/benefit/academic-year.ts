import type { CalendarDate } from '#lib/time/calendar-date.ts';

/* An academic year is called by the year in which it begins, on the first of September. */

export function windowOfAcademicYear(year: number): { from: CalendarDate; to: CalendarDate } {
	return { from: `${year}-09-01`, to: `${year + 1}-08-31` };
}

/** The academic year that was over last. */
export function lastAcademicYear(today: CalendarDate): number {
	const year = Number(today.slice(0, 4));
	return today.slice(5) >= '09-01' ? year - 1 : year - 2;
}

/** The one that is asked for, or else the last that is over. */
export function readAcademicYear(params: URLSearchParams, today: CalendarDate): number {
	const asked = params.get('year') ?? '';
	return /^20\d{2}$/.test(asked) ? Number(asked) : lastAcademicYear(today);
}
