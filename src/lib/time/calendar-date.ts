import { instantOf, readWallTime, toWallTime } from './wall-time.ts';

/** A day of the calendar without a zone, as `2026-11-30`. */
export type CalendarDate = string;

const DAY_MS = 86_400_000;

/** Whether the text is a day that exists. */
export function isCalendarDate(text: string): boolean {
	return /^\d{4}-\d{2}-\d{2}$/.test(text) && readWallTime(`${text}T00:00`, 'UTC') !== null;
}

/** The day that it is in a zone at an instant. */
export function dateIn(instant: Date, timeZone: string): CalendarDate {
	return toWallTime(instant, timeZone).slice(0, 10);
}

export function addDays(date: CalendarDate, days: number): CalendarDate {
	return new Date(Date.parse(date) + days * DAY_MS).toISOString().slice(0, 10);
}

/** 1 for Monday to 7 for Sunday, as ISO counts and as opening hours are kept. */
function isoWeekday(date: CalendarDate): number {
	return new Date(Date.parse(date)).getUTCDay() || 7;
}

/** The Monday of the week that a day is in. */
export function mondayOf(date: CalendarDate): CalendarDate {
	return addDays(date, 1 - isoWeekday(date));
}

/** The days from one on. */
export function daysFrom(date: CalendarDate, count: number): CalendarDate[] {
	return Array.from({ length: count }, (_, days) => addDays(date, days));
}

/** The first instant of a day: midnight, or where a clock change skips midnight, the end of the gap. */
export function startOfDate(date: CalendarDate, timeZone: string): Date {
	return instantOf(`${date}T00:00`, timeZone);
}
