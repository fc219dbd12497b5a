import { dateIn, isCalendarDate, mondayOf, type CalendarDate } from './calendar-date.ts';

/** The Monday of the week that `?week=` asks for, or of the current one. */
export function mondayParam(params: URLSearchParams, timeZone: string, now: Date): CalendarDate {
	const asked = params.get('week');
	return mondayOf(asked !== null && isCalendarDate(asked) ? asked : dateIn(now, timeZone));
}
