import { describe, expect, it } from 'vitest';
import { consequenceOf } from './cancellation.ts';

const booking = {
	status: 'confirmed',
	starts_at: '2026-11-30T02:00:00Z',
	price_fen: 60_000,
	rule: { cancel_until_minutes: 1440, late_cancel_bp: 5000, late_cancel_counts: true }
};
const LATE = new Date('2026-11-29T02:00:01Z');

describe('consequenceOf', () => {
	it('costs nothing until the deadline', () => {
		expect(consequenceOf(booking, new Date('2026-11-29T02:00:00Z'))).toEqual({
			deadline: new Date('2026-11-29T02:00:00Z'),
			isLate: false,
			dueFen: 0,
			counts: false
		});
	});

	it('costs its share of the price from then on, and counts', () => {
		expect(consequenceOf(booking, LATE)).toMatchObject({
			isLate: true,
			dueFen: 30_000,
			counts: true
		});
	});

	it('costs nothing while the lab has not answered', () => {
		expect(consequenceOf({ ...booking, status: 'pending' }, LATE)).toMatchObject({
			deadline: null,
			isLate: false
		});
	});

	it('does not know what a share of a price by arrangement is', () => {
		expect(consequenceOf({ ...booking, price_fen: null }, LATE).dueFen).toBeNull();
	});

	it('has no deadline where the rules set none', () => {
		const rule = { ...booking.rule, cancel_until_minutes: 0 };
		expect(consequenceOf({ ...booking, rule }, LATE)).toMatchObject({
			deadline: null,
			isLate: false
		});
	});
});
