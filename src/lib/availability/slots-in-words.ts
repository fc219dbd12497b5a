import * as m from '#lib/paraglide/messages.js';
import { dateIn, type CalendarDate } from '#lib/time/calendar-date.ts';
import { formatDate, formatTimes } from '#lib/time/format-time.ts';
import type { Period } from '#lib/time/period.ts';

/** Slots of one day of a laboratory, with what is said of the day and of each. */
export type SlotDay = {
	date: CalendarDate;
	title: string;
	count: string;
	slots: (Period & { times: string })[];
};

export function slotsInWords(slots: readonly Period[], timeZone: string): SlotDay[] {
	return [...Map.groupBy(slots, ({ start }) => dateIn(start, timeZone))].map(([date, ofDay]) => ({
		date,
		title: formatDate(date),
		count: m.calendar_day_count({ count: ofDay.length }),
		slots: ofDay.map((slot) => ({ ...slot, times: formatTimes(slot, timeZone) }))
	}));
}
