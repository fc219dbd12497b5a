/** The booking functions, called the way the Data API calls them. */
import { asPerson, type Db } from './database.ts';

export type Booking = {
	id: string;
	status: string;
	starts_at: Date;
	ends_at: Date;
	price_fen: string | null;
	revision: number;
};

type Id = { id: string };
type Wish = { instrument: Id; start: string; end: string };

const COLUMNS = 'id, status, starts_at, ends_at, price_fen, revision';

export function book(
	db: Db,
	person: Id,
	wish: Wish & { organisation?: Id; purpose?: string; key?: string }
): Promise<Booking> {
	return asPerson(db, person.id, () =>
		db.one<Booking>(`select ${COLUMNS} from public.book_instrument($1, $2, $3, $4, $5, $6)`, [
			wish.instrument.id,
			wish.start,
			wish.end,
			wish.organisation?.id ?? null,
			wish.purpose ?? null,
			wish.key ?? null
		])
	);
}

export function move(
	db: Db,
	person: Id,
	booking: Id,
	start: string,
	end: string
): Promise<Booking> {
	return asPerson(db, person.id, () =>
		db.one<Booking>(`select ${COLUMNS} from public.move_booking($1, $2, $3)`, [
			booking.id,
			start,
			end
		])
	);
}

export function cancel(db: Db, person: Id, booking: Id, reason?: string): Promise<Booking> {
	return asPerson(db, person.id, () =>
		db.one<Booking>(`select ${COLUMNS} from public.cancel_booking($1, $2)`, [
			booking.id,
			reason ?? null
		])
	);
}

export function approve(db: Db, person: Id, booking: Id, note?: string): Promise<Booking> {
	return asPerson(db, person.id, () =>
		db.one<Booking>(`select ${COLUMNS} from public.approve_booking($1, $2)`, [
			booking.id,
			note ?? null
		])
	);
}

export function decline(db: Db, person: Id, booking: Id, reason: string): Promise<Booking> {
	return asPerson(db, person.id, () =>
		db.one<Booking>(`select ${COLUMNS} from public.decline_booking($1, $2)`, [booking.id, reason])
	);
}

export type Judgement = {
	allowed: boolean;
	violations: { rule: string; limit: number | string | null; actual: number | string | null }[];
	alternatives: { start: string; end: string }[];
	price: { amount_fen: number | null; currency: string } | null;
};

export async function judge(db: Db, person: Id, wish: Wish): Promise<Judgement> {
	const { judgement } = await asPerson(db, person.id, () =>
		db.one<{ judgement: Judgement }>('select public.judge_booking($1, $2, $3) as judgement', [
			wish.instrument.id,
			wish.start,
			wish.end
		])
	);
	return judgement;
}

export type Availability = {
	timezone: string;
	open: { start: string; end: string }[];
	busy: { start: string; end: string; kind: string; unit: number }[];
	free: { start: string; end: string }[];
};

export async function availability(db: Db, wish: Wish): Promise<Availability> {
	const { availability } = await db.one<{ availability: Availability }>(
		'select public.instrument_availability($1, $2, $3) as availability',
		[wish.instrument.id, wish.start, wish.end]
	);
	return availability;
}

/**
 * Has time pass for a booking: everything about it lies so many minutes earlier, as it would be seen
 * by who looks at it so many minutes from now.
 */
export async function letPass(db: Db, booking: Id, minutes: number): Promise<void> {
	await db.query(
		`update public.bookings
		set
			reserved = tstzrange(
				lower(reserved) - make_interval(mins => $2), upper(reserved) - make_interval(mins => $2)
			),
			decide_by = decide_by - make_interval(mins => $2),
			no_show_at = no_show_at - make_interval(mins => $2)
		where id = $1`,
		[booking.id, minutes]
	);
	await db.query(
		`update public.occupancies
		set
			during = tstzrange(
				lower(during) - make_interval(mins => $2), upper(during) - make_interval(mins => $2)
			),
			lapses_at = lapses_at - make_interval(mins => $2)
		where booking_id = $1`,
		[booking.id, minutes]
	);
}

/** Has time pass until so many minutes after a booking's start. */
export async function letBegin(db: Db, booking: Id, minutesAgo = 1): Promise<void> {
	const { minutes } = await db.one<{ minutes: number }>(
		`select ceil(extract(epoch from starts_at - clock_timestamp()) / 60)::integer as minutes
		from public.bookings where id = $1`,
		[booking.id]
	);
	await letPass(db, booking, minutes + minutesAgo);
}

/** An instant so many days from now at a wall time in Shanghai, which has no clock changes. */
export function inDays(days: number, time: string): string {
	const day = new Date(Date.now() + 8 * 3_600_000 + days * 86_400_000).toISOString().slice(0, 10);
	return `${day}T${time}:00+08:00`;
}
