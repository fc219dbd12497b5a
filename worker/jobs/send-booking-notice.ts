import type { Transporter } from 'nodemailer';
import type { Pool } from 'pg';
import { bookingToCalendar } from '#lib/bookings/booking-calendar.ts';
import type { Enums } from '#lib/database.types.ts';
import { formatPeriod, formatZone } from '#lib/time/format-time.ts';
import * as m from '#lib/paraglide/messages.js';
import type { Environment } from '../environment.ts';
import { inLanguage } from '../language.ts';

export const NOTICE_QUEUE = 'booking_notice';

export type BookingNotice = { outboxId: string; topic: string; bookingId: string };

type Reader = { email: string; language: string };

type Booking = {
	id: string;
	status: Enums<'booking_status'>;
	starts_at: Date;
	ends_at: Date;
	revision: number;
	created_at: Date;
	updated_at: Date;
	note: string | null;
	time_zone: string;
	organisation_name: string;
	instrument: Parameters<typeof bookingToCalendar>[1]['instrument'];
	platform: Parameters<typeof bookingToCalendar>[1]['platform'];
	customer: Reader;
	managers: Reader[];
};

type Words = { instrument: string; organisation: string };

/** What each topic says, and whether the lab reads it too. */
const NOTICES: Record<string, { subject: (words: Words) => string; isForLab: boolean }> = {
	booking_requested: { subject: m.mail_booking_requested, isForLab: true },
	booking_confirmed: { subject: m.mail_booking_confirmed, isForLab: true },
	booking_approved: { subject: m.mail_booking_approved, isForLab: false },
	booking_declined: { subject: m.mail_booking_declined, isForLab: false },
	booking_moved: { subject: m.mail_booking_moved, isForLab: true },
	booking_cancelled: { subject: m.mail_booking_cancelled, isForLab: true }
};

/**
 * Tells the customer, and the lab where it concerns them, what has happened to a booking. The mail
 * describes the booking as it is when it is sent: a later change brings a later mail.
 *
 * @throws when the mail server refuses, so that the queue tries again.
 */
export async function sendBookingNotice(
	notice: BookingNotice,
	context: { pool: Pool; transport: Transporter; environment: Environment }
): Promise<void> {
	const kind = NOTICES[notice.topic];
	if (!kind) throw new Error(`No such notice: ${notice.topic}`);

	const booking = await findBooking(context.pool, notice.bookingId);
	if (!booking) return;

	const readers = [booking.customer, ...(kind.isForLab ? booking.managers : [])];
	const isFirstOf = new Map(readers.map((reader) => [reader.email, reader]));
	for (const reader of isFirstOf.values()) {
		const mail = inLanguage(reader.language, () =>
			writeMail(booking, kind.subject, context.environment.ORIGIN)
		);
		await context.transport.sendMail({
			...mail,
			from: context.environment.MAIL_FROM,
			to: reader.email,
			// The same for every try, so that a mail sent twice after a crash shows as one.
			messageId: `<notice-${notice.outboxId}-${readers.indexOf(reader)}@yixiang>`
		});
	}
}

function writeMail(booking: Booking, subject: (words: Words) => string, origin: string) {
	const { instrument, platform } = booking;
	const period = { start: booking.starts_at, end: booking.ends_at };
	const event = {
		...booking,
		starts_at: booking.starts_at.toISOString(),
		ends_at: booking.ends_at.toISOString(),
		created_at: booking.created_at.toISOString(),
		updated_at: booking.updated_at.toISOString()
	};
	const title = subject({ instrument: instrument.name, organisation: booking.organisation_name });

	return {
		subject: title,
		text: [
			title,
			'',
			`${formatPeriod(period, booking.time_zone)} (${formatZone(booking.time_zone, period.start)})`,
			platform.name,
			...(booking.note === null ? [] : [m.mail_booking_note({ note: booking.note })]),
			'',
			`${origin}/bookings/${booking.id}`
		].join('\n'),
		icalEvent: {
			filename: `yixiang-${booking.id}.ics`,
			content: bookingToCalendar(event, { origin, instrument, platform })
		}
	};
}

async function findBooking(pool: Pool, id: string): Promise<Booking | null> {
	const { rows } = await pool.query<Booking>(
		`select
			bookings.id, bookings.status, bookings.starts_at, bookings.ends_at, bookings.revision,
			bookings.created_at, bookings.updated_at,
			coalesce(bookings.cancel_reason, bookings.decision_note) as note,
			platforms.time_zone,
			organisations.name as organisation_name,
			jsonb_build_object(
				'name', instruments.name, 'name_en', instruments.name_en,
				'province', instruments.province, 'city', instruments.city,
				'county', instruments.county, 'street', instruments.street
			) as instrument,
			jsonb_build_object(
				'name', platforms.name, 'name_en', platforms.name_en,
				'province', platforms.province, 'city', platforms.city,
				'county', platforms.county, 'street', platforms.street,
				'directions', platforms.directions, 'directions_en', platforms.directions_en
			) as platform,
			jsonb_build_object('email', users.email, 'language', people.language) as customer,
			coalesce((
				select jsonb_agg(distinct jsonb_build_object('email', staff_users.email, 'language', staff.language))
				from public.memberships
				join public.people as staff on staff.id = memberships.person_id
				join auth.users as staff_users on staff_users.id = staff.id
				where memberships.role = 'manager'
					and memberships.organisation_id = platforms.organisation_id
					and (memberships.platform_id is null or memberships.platform_id = platforms.id)
			), '[]') as managers
		from public.bookings
		join public.instruments on instruments.id = bookings.instrument_id
		join public.platforms on platforms.id = bookings.platform_id
		join public.organisations on organisations.id = bookings.organisation_id
		join public.people on people.id = bookings.person_id
		join auth.users on users.id = people.id
		where bookings.id = $1`,
		[id]
	);
	return rows[0] ?? null;
}
