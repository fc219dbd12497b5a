/** The booking functions, called the way the Data API calls them. */
import { asPerson } from './act-as.ts';
import type { Db } from './to-db.ts';

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
	wish: Wish & {
		organisation?: Id;
		purpose?: string;
		purposeCode?: string;
		key?: string;
		/** For whom the lab books. */
		customer?: Id;
		lift?: string[];
		liftReason?: string;
	}
): Promise<Booking> {
	return asPerson(db, person.id, () =>
		db.one<Booking>(
			`select ${COLUMNS} from public.book_instrument($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
			[
				wish.instrument.id,
				wish.start,
				wish.end,
				wish.organisation?.id ?? null,
				wish.purpose ?? null,
				wish.key ?? null,
				wish.customer?.id ?? null,
				wish.lift ?? null,
				wish.liftReason ?? null,
				wish.purposeCode ?? null
			]
		)
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

export function extend(db: Db, person: Id, booking: Id, end: string): Promise<Booking> {
	return asPerson(db, person.id, () =>
		db.one<Booking>(`select ${COLUMNS} from public.extend_booking($1, $2)`, [booking.id, end])
	);
}

export function reinstate(db: Db, person: Id, booking: Id): Promise<Booking> {
	return asPerson(db, person.id, () =>
		db.one<Booking>(`select ${COLUMNS} from public.reinstate_booking($1)`, [booking.id])
	);
}

export type Session = {
	id: string;
	unit: number;
	started_at: Date;
	ended_at: Date | null;
	source: string;
	flags: string[];
};

export function checkIn(db: Db, person: Id, booking: Id, happenedAt?: string): Promise<Session> {
	return asPerson(db, person.id, () =>
		db.one<Session>('select * from public.check_in($1, $2)', [booking.id, happenedAt ?? null])
	);
}

export function checkOut(db: Db, person: Id, booking: Id, happenedAt?: string): Promise<Session> {
	return asPerson(db, person.id, () =>
		db.one<Session>('select * from public.check_out($1, $2)', [booking.id, happenedAt ?? null])
	);
}

/** A booking as it stands by the clock. */
export function standing(db: Db, booking: Id) {
	return db.one<{ status: string; due_fen: string | null; starts_at: Date; ends_at: Date }>(
		`select public.effective_status(bookings) as status, public.due_fen(bookings) as due_fen,
			starts_at, ends_at
		from public.bookings where id = $1`,
		[booking.id]
	);
}

export type Judgement = {
	allowed: boolean;
	violations: {
		rule: string;
		limit: number | string | null;
		actual: number | string | null;
		lifted_by: string | null;
	}[];
	alternatives: { start: string; end: string }[];
	equivalents: { instrument: { id: string; name: string }; start: string; end: string }[];
	approval_needed: boolean;
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

export type Closure = {
	id: string;
	series_id: string;
	status: string;
	starts_at: Date;
	ends_at: Date;
};

const CLOSURE_COLUMNS =
	'id, series_id, status, lower(during) as starts_at, upper(during) as ends_at';

export function planClosure(
	db: Db,
	person: Id,
	plan: {
		instruments: Id[];
		start: string;
		end: string;
		kind?: string;
		everyWeeks?: number;
		until?: string;
	}
): Promise<Closure[]> {
	return asPerson(db, person.id, () =>
		db.query<Closure>(
			`select ${CLOSURE_COLUMNS} from public.plan_closure($1, $2, $3, $4, 'Service', $5, $6)`,
			[
				plan.instruments.map(({ id }) => id),
				plan.kind ?? 'maintenance',
				plan.start,
				plan.end,
				plan.everyWeeks ?? null,
				plan.until ?? null
			]
		)
	);
}

export function activateClosure(db: Db, person: Id, closure: Id): Promise<Closure> {
	return asPerson(db, person.id, () =>
		db.one<Closure>(`select ${CLOSURE_COLUMNS} from public.activate_closure($1)`, [closure.id])
	);
}

export function endClosure(db: Db, person: Id, closure: Id): Promise<Closure> {
	return asPerson(db, person.id, () =>
		db.one<Closure>(`select ${CLOSURE_COLUMNS} from public.end_closure($1)`, [closure.id])
	);
}

export function answerOffer(
	db: Db,
	person: Id,
	booking: Id,
	start: string | null
): Promise<Booking> {
	return asPerson(db, person.id, () =>
		db.one<Booking>(`select ${COLUMNS} from public.answer_closure_offer($1, $2)`, [
			booking.id,
			start
		])
	);
}

export type Availability = {
	timezone: string;
	open: { start: string; end: string }[];
	busy: { start: string; end: string; kind: string; unit: number }[];
	free: { start: string; end: string }[];
	barred: { start: string; end: string; rule: string }[];
};

/** The calendar as everybody sees it, or as a person does who books for an organisation. */
export async function availability(
	db: Db,
	wish: Wish,
	customer?: { person: Id; organisation: Id }
): Promise<Availability> {
	function ask() {
		return db.one<{ availability: Availability }>(
			'select public.instrument_availability($1, $2, $3, $4) as availability',
			[wish.instrument.id, wish.start, wish.end, customer?.organisation.id ?? null]
		);
	}
	const { availability } = await (customer ? asPerson(db, customer.person.id, ask) : ask());
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

export function statePurpose(
	db: Db,
	person: Id,
	booking: Id,
	code: string
): Promise<Booking & { purpose_code: string | null }> {
	return asPerson(db, person.id, () =>
		db.one(`select ${COLUMNS}, purpose_code from public.state_purpose($1, $2)`, [booking.id, code])
	);
}
