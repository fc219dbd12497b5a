import * as m from '#lib/paraglide/messages.js';
import { getLocale } from '#lib/paraglide/runtime.js';
import { addDays, dateIn, type CalendarDate } from './calendar-date.ts';
import { minutesOf, type Period } from './period.ts';
import { formatOffset, toWallTime } from './wall-time.ts';

/*
 * Text is made here and not by Intl: the server's ICU and the browser's differ in places, and a page
 * must read the same before and after it wakes up. Days and months are too few for a library, whose
 * words every page with a time on it would load.
 */

type Named = { year: string; month: number; day: number; weekday: string; monthName: string };

const WEEKDAYS = {
	zh: ['周日', '周一', '周二', '周三', '周四', '周五', '周六'],
	en: ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']
};
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

const PATTERNS = {
	zh: {
		day: ({ month, day, weekday }: Named) => `${month}月${day}日 ${weekday}`,
		dayWithYear: ({ year, month, day, weekday }: Named) => `${year}年${month}月${day}日 ${weekday}`,
		shortDay: ({ month, day }: Named) => `${month}/${day}`
	},
	en: {
		day: ({ monthName, day, weekday }: Named) => `${weekday} ${day} ${monthName}`,
		dayWithYear: ({ year, monthName, day, weekday }: Named) =>
			`${weekday} ${day} ${monthName} ${year}`,
		shortDay: ({ monthName, day }: Named) => `${day} ${monthName}`
	}
};

/** A day, as `11月30日 周一`; with its year when that is not the current one. */
export function formatDate(date: CalendarDate, now = new Date()): string {
	const isThisYear = date.slice(0, 4) === now.toISOString().slice(0, 4);
	return write(date, isThisYear ? 'day' : 'dayWithYear');
}

/** A day for the narrow head of a column, as `11/30`. */
export function formatShortDate(date: CalendarDate): string {
	return write(date, 'shortDay');
}

export function formatWeekday(date: CalendarDate): string {
	return nameDay(date).weekday;
}

/** The time of day, as `10:00`. */
export function formatTime(instant: Date, timeZone: string): string {
	return toWallTime(instant, timeZone).slice(11);
}

/** A day and a time, as `11月30日 周一 10:00`. */
export function formatDateTime(instant: Date, timeZone: string, now = new Date()): string {
	return `${formatDate(dateIn(instant, timeZone), now)} ${formatTime(instant, timeZone)}`;
}

/**
 * Until when something holds, as a day and a time; the midnight that ends a day is that day, since
 * nobody reads `12月3日 00:00` as the second.
 */
export function formatDeadline(instant: Date, timeZone: string, now = new Date()): string {
	return formatTime(instant, timeZone) === '00:00'
		? formatDate(dateIn(new Date(instant.getTime() - 1), timeZone), now)
		: formatDateTime(instant, timeZone, now);
}

/**
 * The times of a period on one day, as `10:00–12:00`; the midnight that ends the day is `24:00`.
 * Where the clocks change within it, both ends carry their offset, since wall times alone mislead.
 */
export function formatTimes(period: Period, timeZone: string): string {
	const [from, to] = endsOf(period, timeZone);
	return `${from}–${to}`;
}

/** A period, as `11月30日 周一 10:00–12:00` or `11月30日 周一 22:00 – 12月1日 周二 02:00`. */
export function formatPeriod(period: Period, timeZone: string, now = new Date()): string {
	const [from, to] = endsOf(period, timeZone);
	const firstDay = dateIn(period.start, timeZone);
	const lastDay = lastDateOf(period, timeZone);
	const head = formatDate(firstDay, now);
	return firstDay === lastDay
		? `${head} ${from}–${to}`
		: `${head} ${from} – ${formatDate(lastDay, now)} ${to}`;
}

/** The days of a week by its Monday, as `11月30日 周一 – 12月6日 周日`. */
export function formatWeek(monday: CalendarDate, now = new Date()): string {
	return `${formatDate(monday, now)} – ${formatDate(addDays(monday, 6), now)}`;
}

/** A length, as `2 小时 30 分钟`. Whole days are named as such. */
export function formatDuration(minutes: number): string {
	const days = Math.floor(minutes / 1440);
	const hours = Math.floor((minutes % 1440) / 60);
	const rest = Math.round((minutes % 60) * 10) / 10;
	const parts = [
		days > 0 && m.time_days({ count: days }),
		hours > 0 && m.time_hours({ count: hours }),
		(rest > 0 || (days === 0 && hours === 0)) && m.time_minutes({ count: rest })
	];
	return parts.filter((part) => part !== false).join(' ');
}

/** A length of time that is counted by the hour, however many they are, as `60 小时`. */
export function formatHours(minutes: number): string {
	const hours = Math.floor(minutes / 60);
	const rest = minutes % 60;
	if (hours === 0) return formatDuration(minutes);
	return [m.time_hours({ count: hours }), ...(rest > 0 ? [formatDuration(rest)] : [])].join(' ');
}

/** A zone's name for people, with its offset at an instant: `北京时间`, `Europe/Berlin (UTC+1)`. */
export function formatZone(timeZone: string, at: Date): string {
	if (timeZone === 'Asia/Shanghai') return m.time_zone_shanghai();
	if (timeZone === 'Asia/Tokyo') return m.time_zone_tokyo();
	return `${timeZone.replaceAll('_', ' ')} (${formatOffset(at, timeZone)})`;
}

/** Whether two clocks show the same at an instant. */
export function showsSameTime(zone: string, other: string, at: Date): boolean {
	return formatOffset(at, zone) === formatOffset(at, other);
}

/** The last day that has a part of the period: one that ends at midnight is not on the day after. */
function lastDateOf({ start, end }: Period, timeZone: string): CalendarDate {
	return dateIn(new Date(Math.max(end.getTime() - 1, start.getTime())), timeZone);
}

function endsOf(period: Period, timeZone: string): [from: string, to: string] {
	const { start, end } = period;
	const from = formatTime(start, timeZone);
	const isMidnight = lastDateOf(period, timeZone) !== dateIn(end, timeZone);
	const to = isMidnight ? '24:00' : formatTime(end, timeZone);

	const offsets = [formatOffset(start, timeZone), formatOffset(end, timeZone)];
	if (offsets[0] === offsets[1] || minutesOf(period) > 1440) return [from, to];
	return [`${from} (${String(offsets[0])})`, `${to} (${String(offsets[1])})`];
}

function nameDay(date: CalendarDate): Named {
	const [year = '', month = '', day = ''] = date.split('-');
	const weekday = new Date(Date.parse(date)).getUTCDay();
	return {
		year,
		month: Number(month),
		day: Number(day),
		weekday: WEEKDAYS[getLocale()][weekday] ?? '',
		monthName: MONTHS[Number(month) - 1] ?? ''
	};
}

function write(date: CalendarDate, pattern: keyof (typeof PATTERNS)['zh']): string {
	return PATTERNS[getLocale()][pattern](nameDay(date));
}
