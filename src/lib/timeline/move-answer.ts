import type { BookingRefusal } from '#lib/bookings/booking-refusal.ts';
import type { Period } from '#lib/time/period.ts';

/** Another time for a booking, with the rules that the lab lifts for it and why. */
export type MoveWish = {
	bookingId: string;
	period: Period;
	lift: string[];
	liftReason: string;
};

export type MoveAnswer = { ok: true } | { ok: false; refusal: BookingRefusal };

/** The rules that the lab would have to lift; null where one of them cannot be lifted. */
export function liftableRules(refusal: BookingRefusal): string[] | null {
	if (refusal.reason !== 'rules') return null;
	return refusal.violations.every(({ lifted_by }) => lifted_by === 'lab')
		? refusal.violations.map(({ rule }) => rule)
		: null;
}
