import type { BookingStatus } from '#lib/bookings/booking-status.ts';
import type { Enums } from '#lib/database.types.ts';
import { intersect, toPeriod, type Period } from '#lib/time/period.ts';

type Named = { name: string; language: string; name_en: string | null };

export type TimelineInstrument = Named & {
	id: string;
	model: string | null;
	units: number;
	class_code: string | null;
	class_name: string | null;
	class_name_en: string | null;
	open: Period[];
	bookings: TimelineBooking[];
	others: TimelineOther[];
};

/** What `platform_timeline` answers. */
export type Timeline = {
	at: Date;
	timeZone: string;
	/** Delegates are shown requests, and may move nothing. */
	isStaff: boolean;
	/** Each once: bookings give their place in this list. */
	customers: { organisation: Named; person: string }[];
	instruments: TimelineInstrument[];
};

export type TimelineBooking = {
	id: string;
	unit: number;
	starts_at: string;
	ends_at: string;
	status: BookingStatus;
	customer: number;
	decide_by?: string | null | undefined;
	used_from?: string | null | undefined;
	used_until?: string | null | undefined;
	is_overrun?: boolean | undefined;
};

type TimelineOther = {
	id: string;
	unit: number | null;
	starts_at: string;
	ends_at: string;
	kind: Enums<'occupancy_kind'>;
	reason: string | null;
	is_planned: boolean;
};

/** What a booking on the timeline can be given: another time, more time, or neither. */
type Change = 'move' | 'extend' | null;

export type TimelineEntry = {
	id: string;
	instrumentId: string;
	/** Null is all units. */
	unit: number | null;
	period: Period;
} & (
	| {
			kind: 'booking';
			status: BookingStatus;
			isOverrun: boolean;
			organisation: Named | null;
			person: string | null;
			decideBy: Date | null;
			change: Change;
	  }
	| { kind: 'other'; use: Enums<'occupancy_kind'>; reason: string | null; isPlanned: boolean }
);

export type BookingEntry = Extract<TimelineEntry, { kind: 'booking' }>;

/** Everything that takes an instrument's time, by its start. */
export function layOutInstrument(
	instrument: TimelineInstrument,
	{ customers, isStaff, at }: Pick<Timeline, 'customers' | 'isStaff' | 'at'>
): TimelineEntry[] {
	const bookings = instrument.bookings.map((booking): TimelineEntry => {
		const reserved = toPeriod({ start: booking.starts_at, end: booking.ends_at });
		const customer = customers[booking.customer];
		return {
			kind: 'booking',
			id: booking.id,
			instrumentId: instrument.id,
			unit: booking.unit,
			period: shownPeriod(booking, reserved),
			status: booking.status,
			isOverrun: booking.is_overrun ?? false,
			organisation: customer?.organisation ?? null,
			person: customer?.person ?? null,
			decideBy: booking.decide_by == null ? null : new Date(booking.decide_by),
			change: isStaff ? changeOf(booking, reserved, at) : null
		};
	});
	const others = instrument.others.map((other): TimelineEntry => ({
		kind: 'other',
		id: other.id,
		instrumentId: instrument.id,
		unit: other.unit,
		period: toPeriod({ start: other.starts_at, end: other.ends_at }),
		use: other.kind,
		reason: other.reason,
		isPlanned: other.is_planned
	}));
	return [...bookings, ...others].sort(
		(a, b) => a.period.start.getTime() - b.period.start.getTime()
	);
}

/** Whoever was done early has given the rest back, and somebody else may be in it. */
function shownPeriod(booking: TimelineBooking, reserved: Period): Period {
	if (booking.status !== 'completed' || booking.used_until == null) return reserved;
	const usedUntil = new Date(booking.used_until);
	return usedUntil > reserved.start && usedUntil < reserved.end
		? { start: reserved.start, end: usedUntil }
		: reserved;
}

function changeOf({ status }: TimelineBooking, { start, end }: Period, now: Date): Change {
	if (status === 'in_use') return 'extend';
	if (status !== 'pending' && status !== 'confirmed') return null;
	if (start > now) return 'move';
	return status === 'confirmed' && end > now ? 'extend' : null;
}

/** Whether an instrument is one of those looked for, by words of its name or model and by its class. */
export function matchesFilter(
	instrument: TimelineInstrument,
	{ text, classCode }: { text: string; classCode: string }
): boolean {
	if (classCode !== '' && instrument.class_code !== classCode) return false;
	const haystack = [instrument.name, instrument.name_en, instrument.model]
		.join(' ')
		.toLocaleLowerCase();
	return text
		.toLocaleLowerCase()
		.split(/\s+/)
		.every((word) => haystack.includes(word));
}

/** The classes that the instruments have, by name. */
export function classesOf(
	instruments: TimelineInstrument[]
): { code: string; name: string; name_en: string | null }[] {
	const classes = new Map<string, { code: string; name: string; name_en: string | null }>();
	for (const { class_code: code, class_name: name, class_name_en } of instruments) {
		if (code !== null && name !== null) classes.set(code, { code, name, name_en: class_name_en });
	}
	return [...classes.values()].sort((a, b) => a.name.localeCompare(b.name, 'zh-CN'));
}

/** What of a period lies outside the open spans, which are in order and apart. */
export function closedSpans(open: Period[], within: Period): Period[] {
	const closed: Period[] = [];
	let from = within.start;
	for (const span of open) {
		const shared = intersect(span, within);
		if (!shared) continue;
		if (from < shared.start) closed.push({ start: from, end: shared.start });
		from = shared.end;
	}
	if (from < within.end) closed.push({ start: from, end: within.end });
	return closed;
}
