import { addMinutes } from '#lib/time/period.ts';

type Rule = {
	cancel_until_minutes: number;
	late_cancel_bp: number;
	late_cancel_counts: boolean;
};
type Subject = { status: string; starts_at: string; price_fen: number | null; rule: Rule };

/** What cancelling a booking now would lead to, told before the click. */
export type Cancellation = {
	/** Until when it costs nothing; null where it never does. */
	deadline: Date | null;
	isLate: boolean;
	/** What would be due; null is a share of a price by arrangement. */
	dueFen: number | null;
	/** Whether it would count as a no-show does. */
	counts: boolean;
};

/** As `call_off` and `due_fen` have it. Only confirmed bookings are ever cancelled late. */
export function consequenceOf(booking: Subject, now: Date): Cancellation {
	const { cancel_until_minutes, late_cancel_bp, late_cancel_counts } = booking.rule;
	const deadline =
		booking.status === 'confirmed' && cancel_until_minutes > 0
			? addMinutes(new Date(booking.starts_at), -cancel_until_minutes)
			: null;
	const isLate = deadline !== null && now > deadline;
	return {
		deadline,
		isLate,
		dueFen: isLate ? shareOf(booking.price_fen, late_cancel_bp) : 0,
		counts: isLate && late_cancel_counts
	};
}

/** A share of a price in basis points; a share of nothing is nothing, agreed or not. */
function shareOf(priceFen: number | null, basisPoints: number): number | null {
	if (basisPoints === 0) return 0;
	return priceFen === null ? null : Math.round((priceFen * basisPoints) / 10_000);
}
