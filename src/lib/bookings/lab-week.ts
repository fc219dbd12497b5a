import type { Enums } from '#lib/database.types.ts';
import { addDays, startOfDate, type CalendarDate } from '#lib/time/calendar-date.ts';
import { intersect, minutesOf, toPeriod, type Period, type PeriodText } from '#lib/time/period.ts';
import type { BookingStatus } from './booking-status.ts';

type Named = { name: string; language: string; name_en: string | null };

type Instrument = Named & { id: string };

type ScheduledBooking = {
	id: string;
	instrument_id: string;
	instrument: Instrument;
	starts_at: string;
	ends_at: string;
	status: BookingStatus;
	effective_status: BookingStatus | null;
	organisation: Named;
	person: { display_name: string } | null;
};
type OtherUse = PeriodText & {
	id: string;
	instrument_id: string;
	instrument: Instrument;
	kind: Enums<'occupancy_kind'>;
	/** The closure that it comes from, with its reason. */
	closure?: { id: string; reason: string | null } | null;
};

/** What takes an instrument's time on a day, clipped to that day. */
export type ScheduleEntry = { id: string; instrumentId: string; period: Period } & (
	| { kind: 'booking'; status: BookingStatus; organisation: Named; person: string | null }
	| {
			kind: 'other';
			use: Enums<'occupancy_kind'>;
			closure: { id: string; reason: string | null } | null;
	  }
);

export type ScheduleDay = { date: CalendarDate; entries: ScheduleEntry[] };

/** A schedule by day, each day by time. What runs past midnight is on both days. */
export function layOutSchedule(
	schedule: { bookings: ScheduledBooking[]; others: OtherUse[] },
	dates: CalendarDate[],
	timeZone: string
): ScheduleDay[] {
	const entries = toEntries(schedule);
	return dates.map((date) => {
		const day = {
			start: startOfDate(date, timeZone),
			end: startOfDate(addDays(date, 1), timeZone)
		};
		return {
			date,
			entries: entries
				.flatMap((entry) => {
					const period = intersect(entry.period, day);
					return period ? [{ ...entry, period }] : [];
				})
				.sort((a, b) => a.period.start.getTime() - b.period.start.getTime())
		};
	});
}

/** The instruments to show: those that can be booked, and any other that the schedule names. */
export function instrumentsOf(
	bookable: Instrument[],
	{ bookings, others }: { bookings: ScheduledBooking[]; others: OtherUse[] }
): Instrument[] {
	const scheduled = [...bookings, ...others].map(({ instrument }) => instrument);
	return [...new Map([...scheduled, ...bookable].map((one) => [one.id, one])).values()].sort(
		(a, b) => a.name.localeCompare(b.name, 'zh-CN')
	);
}

/** How many bookings a period holds, and for how many minutes; requests are counted apart. */
export function countSchedule(bookings: ScheduledBooking[], within: Period) {
	const settled = bookings.filter(({ status }) => status !== 'pending');
	const minutes = settled.reduce((sum, { starts_at, ends_at }) => {
		const shared = intersect(toPeriod({ start: starts_at, end: ends_at }), within);
		return sum + (shared ? minutesOf(shared) : 0);
	}, 0);
	return { bookings: settled.length, minutes };
}

function toEntries({
	bookings,
	others
}: {
	bookings: ScheduledBooking[];
	others: OtherUse[];
}): ScheduleEntry[] {
	return [
		...bookings.map((booking): ScheduleEntry => ({
			kind: 'booking',
			id: booking.id,
			instrumentId: booking.instrument_id,
			period: toPeriod({ start: booking.starts_at, end: booking.ends_at }),
			status: booking.effective_status ?? booking.status,
			organisation: booking.organisation,
			person: booking.person?.display_name ?? null
		})),
		...others.map(({ id, instrument_id, kind, start, end, closure }): ScheduleEntry => ({
			kind: 'other',
			id,
			instrumentId: instrument_id,
			period: toPeriod({ start, end }),
			use: kind,
			closure: closure ?? null
		}))
	];
}
