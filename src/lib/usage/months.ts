import { getLocale, type Locale } from '#lib/paraglide/runtime.js';
import { dateIn, isCalendarDate, type CalendarDate } from '#lib/time/calendar-date.ts';

/** Months of figures are those of one zone for all platforms. */
const USAGE_ZONE = 'Asia/Shanghai';
const ENGLISH = [
	'Jan',
	'Feb',
	'Mar',
	'Apr',
	'May',
	'Jun',
	'Jul',
	'Aug',
	'Sep',
	'Oct',
	'Nov',
	'Dec'
];

/** A month by its first day. */
export type Month = CalendarDate;

/** The month that a `2026-03` or a day in it names; null where it names none. */
export function toMonth(text: string): Month | null {
	const day = /^\d{4}-\d{2}$/.test(text) ? `${text}-01` : text;
	return isCalendarDate(day) ? `${day.slice(0, 7)}-01` : null;
}

export function currentMonth(now: Date): Month {
	return `${dateIn(now, USAGE_ZONE).slice(0, 7)}-01`;
}

export function addMonths(month: Month, months: number): Month {
	const date = new Date(`${month}T00:00:00Z`);
	date.setUTCMonth(date.getUTCMonth() + months);
	return date.toISOString().slice(0, 10);
}

/** All months from one to another, both included. */
export function monthsBetween(begin: Month, end: Month): Month[] {
	const months: Month[] = [];
	for (let month = begin; month <= end; month = addMonths(month, 1)) months.push(month);
	return months;
}

export function lastDayOf(month: Month): CalendarDate {
	const date = new Date(`${addMonths(month, 1)}T00:00:00Z`);
	date.setUTCDate(0);
	return date.toISOString().slice(0, 10);
}

/** `Mar-2026`, as COUNTER heads its columns. */
export function toCounterMonth(month: Month): string {
	return `${String(ENGLISH[Number(month.slice(5, 7)) - 1])}-${month.slice(0, 4)}`;
}

/** A month at the head of a column, for people. */
export function formatMonth(month: Month, locale: Locale = getLocale()): string {
	return new Intl.DateTimeFormat(locale, {
		year: '2-digit',
		month: locale === 'zh' ? 'numeric' : 'short',
		timeZone: 'UTC'
	}).format(new Date(`${month}T00:00:00Z`));
}
