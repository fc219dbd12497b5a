import type { PostgrestError } from '@supabase/supabase-js';
import type { Database, Tables } from '#lib/database.types.ts';
import { toRefusal } from '#lib/server/database-error.ts';
import type { Db } from '#lib/server/supabase.ts';
import { formatInstant, type Period } from '#lib/time/period.ts';
import { toBookingRefusal, type BookingRefusal } from './booking-refusal.ts';

/*
 * What a person does with a booking. All rules are in the database's functions; what they refuse
 * comes back as a value, and what nobody expected is thrown.
 */

type Booking = Database['public']['Functions']['book_instrument']['Returns'];

export type BookingOutcome = Outcome<{ booking: Booking }>;
type Outcome<Done> = ({ ok: true } & Done) | { ok: false; refusal: BookingRefusal };

type Answer<Data = Booking> = PromiseLike<
	{ data: Data; error: null } | { data: null; error: PostgrestError }
>;

/**
 * Books an instrument, or asks for it where the lab approves. The same key with the same wish gives
 * the booking of the first time.
 */
export function requestBooking(
	db: Db,
	wish: {
		instrumentId: string;
		period: Period;
		/** Needed by people of several organisations. */
		organisationId: string | null;
		purpose: string;
		/** What it counts as; '' is not stated. */
		purposeCode: string;
		idempotencyKey: string;
	}
): Promise<BookingOutcome> {
	return toOutcome(
		db.rpc('book_instrument', {
			instrument_id: wish.instrumentId,
			starts_at: formatInstant(wish.period.start),
			ends_at: formatInstant(wish.period.end),
			idempotency_key: wish.idempotencyKey,
			...(wish.organisationId !== null && { organisation_id: wish.organisationId }),
			...(wish.purpose !== '' && { purpose: wish.purpose }),
			...(wish.purposeCode !== '' && { purpose_code: wish.purposeCode })
		})
	);
}

/** Rules that the lab lifts for one booking, and why. */
export type Exception = { lift: string[]; reason: string };

export function moveBooking(
	db: Db,
	bookingId: string,
	period: Period,
	exception: Exception | null = null
): Promise<BookingOutcome> {
	return toOutcome(
		db.rpc('move_booking', {
			booking_id: bookingId,
			starts_at: formatInstant(period.start),
			ends_at: formatInstant(period.end),
			...(exception && { lift: exception.lift, lift_reason: exception.reason })
		})
	);
}

/** Gives a booking that has begun more time. */
export function extendBooking(
	db: Db,
	bookingId: string,
	endsAt: Date,
	exception: Exception | null = null
): Promise<BookingOutcome> {
	return toOutcome(
		db.rpc('extend_booking', {
			booking_id: bookingId,
			ends_at: formatInstant(endsAt),
			...(exception && { lift: exception.lift, lift_reason: exception.reason })
		})
	);
}

export function cancelBooking(db: Db, bookingId: string, reason: string): Promise<BookingOutcome> {
	return toOutcome(db.rpc('cancel_booking', { booking_id: bookingId, reason }));
}

export function approveBooking(db: Db, bookingId: string, note: string): Promise<BookingOutcome> {
	return toOutcome(db.rpc('approve_booking', { booking_id: bookingId, note }));
}

export function declineBooking(db: Db, bookingId: string, reason: string): Promise<BookingOutcome> {
	return toOutcome(db.rpc('decline_booking', { booking_id: bookingId, reason }));
}

/** Says what kind of purpose a booking has; '' takes it back. */
export function statePurpose(
	db: Db,
	bookingId: string,
	purposeCode: string
): Promise<BookingOutcome> {
	return toOutcome(db.rpc('state_purpose', { booking_id: bookingId, purpose_code: purposeCode }));
}

/** Undoes a cancellation while its time is free. */
export function reinstateBooking(db: Db, bookingId: string): Promise<BookingOutcome> {
	return toOutcome(db.rpc('reinstate_booking', { booking_id: bookingId }));
}

/** Takes one of the slots that a closure offers, or none of them and cancels. */
export function answerClosureOffer(
	db: Db,
	bookingId: string,
	start: Date | null
): Promise<BookingOutcome> {
	return toOutcome(
		db.rpc('answer_closure_offer', {
			booking_id: bookingId,
			...(start !== null && { starts_at: formatInstant(start) })
		})
	);
}

/** Says that the customer is there, or gone; the server stamps it. */
export function reportUse(
	db: Db,
	bookingId: string,
	change: 'check_in' | 'check_out'
): Promise<Outcome<{ session: Tables<'usage_sessions'> }>> {
	return toAnyOutcome(db.rpc(change, { booking_id: bookingId }), (session) => ({ session }));
}

/** What the parties say about a no-show: the customer appeals, the lab waives it or stands by it. */
export function answerNoShow(
	db: Db,
	bookingId: string,
	answer: 'appeal' | 'waive' | 'uphold',
	reason: string
): Promise<Outcome<object>> {
	const call = { booking_id: bookingId, reason };
	return toAnyOutcome(db.rpc(`${answer}_no_show`, call), () => ({}));
}

function toOutcome(answer: Answer): Promise<BookingOutcome> {
	return toAnyOutcome(answer, (booking) => ({ booking }));
}

async function toAnyOutcome<Data, Done extends object>(
	answer: Answer<Data>,
	toDone: (data: Data) => Done
): Promise<Outcome<Done>> {
	const { data, error } = await answer;
	if (!error) return { ok: true, ...toDone(data) };

	const refusal = toBookingRefusal(toRefusal(error));
	if (!refusal) throw error;
	return { ok: false, refusal };
}
