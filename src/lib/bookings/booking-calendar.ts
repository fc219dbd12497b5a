import {
	ICalAttendeeRole,
	ICalAttendeeStatus,
	ICalCalendar,
	ICalCalendarMethod,
	ICalEventStatus,
	ICalEventTransparency,
	type ICalEventData
} from 'ical-generator';
import type { Enums, Tables } from '#lib/database.types.ts';
import { registeredName } from '#lib/i18n/registered-name.ts';
import * as m from '#lib/paraglide/messages.js';
import { getLocale, localizeHref } from '#lib/paraglide/runtime.js';
import { toAddress } from './address.ts';
import { bookingStatusLabel } from './booking-status.ts';

export type CalendarBooking = Pick<
	Tables<'bookings'>,
	'id' | 'starts_at' | 'ends_at' | 'status' | 'revision' | 'created_at' | 'updated_at'
> & {
	/** The status by the clock, where the reader asked for it. */
	effective_status?: Tables<'bookings'>['effective_status'];
};
type Instrument = Pick<
	Tables<'instruments'>,
	'name' | 'name_en' | 'province' | 'city' | 'county' | 'street'
>;
type Platform = Pick<
	Tables<'platforms'>,
	'name' | 'name_en' | 'province' | 'city' | 'county' | 'street' | 'directions' | 'directions_en'
>;

export type CalendarPlace = { instrument: Instrument; platform: Platform };

/** Somebody whom a calendar knows by name and mail address. */
export type CalendarParty = { name: string; email: string };

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

/** What takes no time in the reader's day, or takes it no longer. */
const FREES_TIME = new Set<Enums<'booking_status'>>([
	'cancelled',
	'declined',
	'expired',
	'no_show'
]);

/**
 * One booking as an iCalendar file with one event in UTC, in the language of the request. The UID
 * stays and SEQUENCE counts the changes, so that a calendar which has the event already moves it,
 * or takes it out, instead of adding a second one. The same booking always gives the same bytes.
 *
 * With an invitation the file is one for a mail: an organiser invites one attendee (REQUEST), and
 * a booking that has come to nothing takes the invitation back (CANCEL). Both parties must stay the
 * same from mail to mail, or the attendee's calendar does not take the second for a change of the
 * first. Without one the file is only handed out (PUBLISH), and nobody is asked to answer.
 *
 * The purpose is left out: calendars are synchronised to third parties and shared with colleagues,
 * and what a startup works on is its own affair.
 */
export function bookingToCalendar(
	booking: CalendarBooking,
	context: CalendarPlace & {
		origin: string;
		invitation?: { organiser: CalendarParty; attendee: CalendarParty };
	}
): string {
	const { invitation } = context;
	const status = EVENT_STATUS[booking.effective_status ?? booking.status];

	const calendar = new ICalCalendar({
		prodId: { company: 'Yixiang', product: 'Bookings', language: getLocale().toUpperCase() },
		method: methodOf(status, invitation !== undefined)
	});
	const event = calendar.createEvent(bookingToEvent(booking, context));
	if (invitation) {
		event.organizer(invitation.organiser);
		// Whoever booked has said yes by booking: no answer is asked for.
		event.createAttendee({
			...invitation.attendee,
			role: ICalAttendeeRole.REQ,
			status: ICalAttendeeStatus.ACCEPTED,
			rsvp: false
		});
	}
	return calendar.toString();
}

/** The event of a booking, the same wherever it is told: alone, in a mail, or in a feed. */
export function bookingToEvent(
	booking: CalendarBooking,
	{ origin, instrument, platform }: { origin: string } & CalendarPlace
): ICalEventData {
	const status = booking.effective_status ?? booking.status;
	const url = new URL(localizeHref(`/bookings/${booking.id}`), origin).href;

	return {
		id: `booking-${booking.id}@yixiang`,
		// What the clock has changed for a calendar, no writer has counted.
		sequence: booking.revision + (EVENT_STATUS[status] === EVENT_STATUS[booking.status] ? 0 : 1),
		status: EVENT_STATUS[status],
		transparency: FREES_TIME.has(status)
			? ICalEventTransparency.TRANSPARENT
			: ICalEventTransparency.OPAQUE,
		start: new Date(booking.starts_at),
		end: new Date(booking.ends_at),
		created: new Date(booking.created_at),
		lastModified: new Date(booking.updated_at),
		stamp: new Date(booking.updated_at),
		summary: m.calendar_summary({ instrument: registeredName(instrument) }),
		location: [registeredName(platform), toAddress(instrument, platform)]
			.filter(Boolean)
			.join(', '),
		description: [bookingStatusLabel(status), directionsOf(platform), url]
			.filter(Boolean)
			.join('\n'),
		url
	};
}

function methodOf(status: ICalEventStatus, isInvitation: boolean): ICalCalendarMethod {
	if (status === ICalEventStatus.CANCELLED) return ICalCalendarMethod.CANCEL;
	return isInvitation ? ICalCalendarMethod.REQUEST : ICalCalendarMethod.PUBLISH;
}

function directionsOf(platform: Platform): string | null {
	return getLocale() === 'en'
		? (platform.directions_en ?? platform.directions)
		: platform.directions;
}
