import type { PoolClient } from 'pg';
import type { bookingToCalendar } from '#lib/bookings/booking-calendar.ts';
import type { Enums } from '#lib/database.types.ts';
import type { KeptNotice } from '#lib/notices/notice-text.ts';

type CalendarContext = Parameters<typeof bookingToCalendar>[1];

/** The booking that a notice is about, as it is now. */
type MailedBooking = {
	id: string;
	status: Enums<'booking_status'>;
	effective_status: Enums<'booking_status'>;
	starts_at: Date;
	ends_at: Date;
	revision: number;
	created_at: Date;
	updated_at: Date;
	person_id: string;
	instrument: CalendarContext['instrument'];
	platform: CalendarContext['platform'];
};

/** A notice with all that its mail says. */
export type NoticeToMail = KeptNotice & {
	id: string;
	/** Without a name for an address that belongs to nobody here. */
	reader: { id: string | null; name: string | null; email: string | null; language: string };
	booking: MailedBooking | null;
	/** What the link of an invitation that is still open ends with; nothing but the mail ever holds it. */
	invitation_token: string | null;
};

type Row = Omit<NoticeToMail, 'booking'>;

export async function findNotice(client: PoolClient, id: string): Promise<NoticeToMail | null> {
	const { rows } = await client.query<Row>(
		`select
			notices.id, notices.kind, notices.subject_type, notices.subject_id, notices.facts,
			jsonb_build_object(
				'id', people.id,
				'name', people.display_name,
				'email', coalesce(users.email, notices.address),
				'language', coalesce(people.language, notices.facts ->> 'language', 'zh')
			) as reader,
			case when notices.subject_type = 'invitation' then (
				select private.invitation_token(invitations.id)
				from public.invitations
				where invitations.id = notices.subject_id
					and private.invitation_status(invitations) = 'open'
			) end as invitation_token
		from public.notices
		left join public.people on people.id = notices.person_id
		left join auth.users on users.id = notices.person_id
		where notices.id = $1`,
		[id]
	);
	const [notice] = rows;
	if (!notice) return null;

	return {
		...notice,
		booking: notice.subject_type === 'booking' ? await findBooking(client, notice.subject_id) : null
	};
}

async function findBooking(client: PoolClient, id: string): Promise<MailedBooking | null> {
	const { rows } = await client.query<MailedBooking>(
		`select
			bookings.id, bookings.status, public.effective_status(bookings) as effective_status,
			bookings.starts_at, bookings.ends_at, bookings.revision, bookings.created_at,
			bookings.updated_at, bookings.person_id,
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
			) as platform
		from public.bookings
		join public.instruments on instruments.id = bookings.instrument_id
		join public.platforms on platforms.id = bookings.platform_id
		where bookings.id = $1`,
		[id]
	);
	return rows[0] ?? null;
}
