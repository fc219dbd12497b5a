import { isCalendarDate, type CalendarDate } from '#lib/time/calendar-date.ts';

/* Of which days a list for the national register is. */

type Window = { from: CalendarDate; to: CalendarDate };

/** The calendar year that was over last. */
export function lastClosedYear(today: CalendarDate): Window {
	return yearOf(String(Number(today.slice(0, 4)) - 1));
}

export function yearOf(year: string): Window {
	return { from: `${year}-01-01`, to: `${year}-12-31` };
}

/** The window that a page is asked for; the last closed year where that makes no sense. */
export function readWindow(params: URLSearchParams, today: CalendarDate): Window {
	const [from, to] = [params.get('from') ?? '', params.get('to') ?? ''];
	return isCalendarDate(from) && isCalendarDate(to) && from <= to
		? { from, to }
		: lastClosedYear(today);
}

/** From which value on instruments are listed, in yuan; all of them where none is asked for. */
export function readMinWorth(params: URLSearchParams): number | null {
	const asked = params.get('min_worth') ?? '';
	return /^\d{1,10}$/.test(asked) ? Number(asked) : null;
}
