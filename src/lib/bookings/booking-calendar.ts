import { ICalCalendar, ICalCalendarMethod, ICalEventStatus } from 'ical-generator';
import type { Enums, Tables } from '#lib/database.types.ts';
import { registeredName } from '#lib/i18n/registered-name.ts';
import * as m from '#lib/paraglide/messages.js';
import { getLocale, localizeHref } from '#lib/paraglide/runtime.js';
import { toAddress } from './address.ts';
import { bookingStatusLabel } from './booking-status.ts';

type Booking = Pick<
	Tables<'bookings'>,
	'id' | 'starts_at' | 'ends_at' | 'status' | 'revision' | 'created_at' | 'updated_at'
>;
type Instrument = Pick<
	Tables<'instruments'>,
	'name' | 'name_en' | 'province' | 'city' | 'county' | 'street'
>;
type Platform = Pick<
	Tables<'platforms'>,
	'name' | 'name_en' | 'province' | 'city' | 'county' | 'street' | 'directions' | 'directions_en'
>;

const EVENT_STATUS: Record<Enums<'booking_status'>, ICalEventStatus> = {
	pending: ICalEventStatus.TENTATIVE,
	confirmed: ICalEventStatus.CONFIRMED,
	in_use: ICalEventStatus.CONFIRMED,
	completed: ICalEventStatus.CONFIRMED,
	no_show: ICalEventStatus.CONFIRMED,
	cancelled: ICalEventStatus.CANCELLED,
	declined: ICalEventStatus.CANCELLED,
	expired: ICalEventStatus.CANCELLED
};

/**
 * One booking as an iCalendar file with one event in UTC, in the language of the request. The UID
 * stays and SEQUENCE counts the changes, so that a calendar which has the event already moves it,
 * or takes it out, instead of adding a second one. The same booking always gives the same bytes.
 *
 * The purpose is left out: calendars are synchronised to third parties and shared with colleagues,
 * and what a startup works on is its own affair.
 */
export function bookingToCalendar(
	booking: Booking,
	context: { origin: string; instrument: Instrument; platform: Platform }
): string {
	const { origin, instrument, platform } = context;
	const status = EVENT_STATUS[booking.status];
	const url = new URL(localizeHref(`/bookings/${booking.id}`), origin).href;

	const calendar = new ICalCalendar({
		prodId: { company: 'Yixiang', product: 'Bookings', language: getLocale().toUpperCase() },
		method:
			status === ICalEventStatus.CANCELLED ? ICalCalendarMethod.CANCEL : ICalCalendarMethod.PUBLISH
	});
	calendar.createEvent({
		id: `booking-${booking.id}@yixiang`,
		sequence: booking.revision,
		status,
		start: new Date(booking.starts_at),
		end: new Date(booking.ends_at),
		created: new Date(booking.created_at),
		lastModified: new Date(booking.updated_at),
		stamp: new Date(booking.updated_at),
		summary: m.calendar_summary({ instrument: registeredName(instrument) }),
		location: [registeredName(platform), toAddress(instrument, platform)]
			.filter(Boolean)
			.join(', '),
		description: [bookingStatusLabel(booking.status), directionsOf(platform), url]
			.filter(Boolean)
			.join('\n'),
		url
	});
	return calendar.toString();
}

function directionsOf(platform: Platform): string | null {
	return getLocale() === 'en'
		? (platform.directions_en ?? platform.directions)
		: platform.directions;
}
