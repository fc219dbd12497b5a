import type { Enums } from '#lib/database.types.ts';
import type { CalendarDate } from '#lib/time/calendar-date.ts';
import { addDays, startOfDate } from '#lib/time/calendar-date.ts';
import { toPeriod, type Period } from '#lib/time/period.ts';
import type { BookingStatus } from './booking-status.ts';

type Named = { name: string; language: string; name_en: string | null };
type Instrument = Named & { id: string; model: string | null; units: number };

export type DayBooking = {
	id: string;
	starts_at: string;
	ends_at: string;
	status: BookingStatus;
	effective_status: BookingStatus | null;
	purpose: string | null;
	instrument: Instrument;
	organisation: Named;
	person: { display_name: string; phone: string | null } | null;
	rule: { setup_minutes: number; teardown_minutes: number };
	occupancy: { unit: number } | null;
};

export type DayClosure = {
	id: string;
	kind: Enums<'occupancy_kind'>;
	reason: string | null;
	status: string;
	instrument: Instrument;
} & Period;

type DaySheetRow = {
	booking: DayBooking;
	/** The customer's own time. */
	period: Period;
	/** With set-up and tear-down; null where there is neither. */
	withBuffers: Period | null;
};

/** The whole of a day of the lab. */
export function dayPeriod(date: CalendarDate, timeZone: string): Period {
	return { start: startOfDate(date, timeZone), end: startOfDate(addDays(date, 1), timeZone) };
}

export type DaySheetSection = {
	instrument: Instrument;
	rows: DaySheetRow[];
	closures: DayClosure[];
};

/** A day by instrument, by their names: each that is booked or closed in it. */
export function toDaySheet(day: {
	bookings: DayBooking[];
	closures: DayClosure[];
}): DaySheetSection[] {
	const sections = new Map<string, DaySheetSection>();
	function sectionOf(instrument: Instrument): DaySheetSection {
		const section = sections.get(instrument.id) ?? { instrument, rows: [], closures: [] };
		sections.set(instrument.id, section);
		return section;
	}
	for (const booking of day.bookings) sectionOf(booking.instrument).rows.push(toRow(booking));
	for (const closure of day.closures) sectionOf(closure.instrument).closures.push(closure);
	return [...sections.values()].sort((a, b) =>
		a.instrument.name.localeCompare(b.instrument.name, 'zh-CN')
	);
}

function toRow(booking: DayBooking): DaySheetRow {
	const period = toPeriod({ start: booking.starts_at, end: booking.ends_at });
	const { setup_minutes, teardown_minutes } = booking.rule;
	return {
		booking,
		period,
		withBuffers:
			setup_minutes + teardown_minutes === 0
				? null
				: {
						start: new Date(period.start.getTime() - setup_minutes * 60_000),
						end: new Date(period.end.getTime() + teardown_minutes * 60_000)
					}
	};
}
