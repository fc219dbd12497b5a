import { addDays, dateIn, isCalendarDate, type CalendarDate } from '#lib/time/calendar-date.ts';

/** What `utilisation_by_hour` answers: sums by weekday and hour, of hours that have any. */
export type Utilisation = {
	timeZone: string;
	instrumentCount: number;
	hours: UtilisationHour[];
};

type UtilisationHour = {
	/** ISO: 1 Monday to 7 Sunday. */
	weekday: number;
	hour: number;
	open_minutes: number;
	reserved_minutes: number;
	used_minutes: number;
};

export const MEASURES = ['reserved', 'used'] as const;
export type Measure = (typeof MEASURES)[number];

export type HeatCell = {
	weekday: number;
	hour: number;
	minutes: number;
	openMinutes: number;
	/** Of the open time, from 0; above 1 where more was used than was open. Null where nothing was open. */
	share: number | null;
};

export type HeatMap = {
	/** Those hours of the day in which anything was open, reserved or used. */
	hours: number[];
	/** A row for each weekday, a cell for each hour. */
	days: HeatCell[][];
	totals: { open: number; reserved: number; used: number };
	busiest: HeatCell | null;
};

const LONGEST_DAYS = 92;
const DEFAULT_DAYS = 28;

export function toHeatMap({ hours }: Utilisation, measure: Measure): HeatMap {
	const byHour = new Map(hours.map((one) => [`${one.weekday}-${one.hour}`, one]));
	const [first, last] = [
		Math.min(...hours.map(({ hour }) => hour)),
		Math.max(...hours.map(({ hour }) => hour))
	];
	const shown =
		hours.length === 0 ? [] : Array.from({ length: last - first + 1 }, (_, n) => first + n);
	const days = [1, 2, 3, 4, 5, 6, 7].map((weekday) =>
		shown.map((hour): HeatCell => {
			const sums = byHour.get(`${weekday}-${hour}`);
			const openMinutes = sums?.open_minutes ?? 0;
			const minutes = sums?.[`${measure}_minutes`] ?? 0;
			return {
				weekday,
				hour,
				minutes,
				openMinutes,
				share: openMinutes > 0 ? minutes / openMinutes : null
			};
		})
	);
	return {
		hours: shown,
		days,
		totals: {
			open: sum(hours, 'open_minutes'),
			reserved: sum(hours, 'reserved_minutes'),
			used: sum(hours, 'used_minutes')
		},
		busiest: busiestOf(days.flat())
	};
}

/** Which step of the scale a share is shown in: 0 for none, then fifths up to 5. */
export function stepOf(share: number): 0 | 1 | 2 | 3 | 4 | 5 {
	if (share <= 0) return 0;
	return Math.min(5, Math.ceil(share * 5)) as 1 | 2 | 3 | 4 | 5;
}

export type Window = { from: CalendarDate; to: CalendarDate };

/**
 * The days in an address: at most 92, else the four weeks up to today. `isRefused` says that what was
 * asked for makes no window.
 */
export function readWindow(
	params: URLSearchParams,
	timeZone: string,
	now: Date
): Window & { isRefused: boolean } {
	const today = dateIn(now, timeZone);
	const fallback = { from: addDays(today, 1 - DEFAULT_DAYS), to: today };
	const [from, to] = [params.get('from'), params.get('to')];
	if (from === null && to === null) return { ...fallback, isRefused: false };

	const isWindow =
		from !== null &&
		to !== null &&
		isCalendarDate(from) &&
		isCalendarDate(to) &&
		from <= to &&
		to < addDays(from, LONGEST_DAYS);
	return isWindow ? { from, to, isRefused: false } : { ...fallback, isRefused: true };
}

function sum(
	hours: UtilisationHour[],
	of: 'open_minutes' | 'reserved_minutes' | 'used_minutes'
): number {
	return hours.reduce((total, hour) => total + hour[of], 0);
}

function busiestOf(cells: HeatCell[]): HeatCell | null {
	const used = cells.filter(({ share }) => share !== null && share > 0);
	return used.reduce<HeatCell | null>(
		(busiest, cell) => ((cell.share ?? 0) > (busiest?.share ?? 0) ? cell : busiest),
		null
	);
}
