import { describe, expect } from 'vitest';
import {
	approve,
	book,
	cancel,
	decline,
	inDays,
	letBegin,
	move
} from '../../support/booking-calls.ts';
import { aCast } from '../../support/builders.ts';
import { it, refusalOf, type Db } from '../../support/database.ts';

const TEN = inDays(2, '10:00');
const NOON = inDays(2, '12:00');
const TWO = inDays(2, '14:00');

async function occupancyOf(db: Db, booking: { id: string }) {
	return db.one<{ kind: string; active: boolean }>(
		'select kind, active from public.occupancies where booking_id = $1',
		[booking.id]
	);
}

describe('move_booking', () => {
	it('moves a booking, prices it anew and counts the revision', async ({ db }) => {
		const { ben, instrument } = await aCast(db);
		const booking = await book(db, ben, { instrument, start: TEN, end: NOON });

		const moved = await move(db, ben, booking, NOON, inDays(2, '13:00'));

		expect(moved).toMatchObject({ price_fen: '60000', revision: 1, status: 'confirmed' });
		expect(moved.starts_at.toISOString()).toBe(new Date(NOON).toISOString());
	});

	it('may overlap the time it had itself', async ({ db }) => {
		const { ben, instrument } = await aCast(db);
		const booking = await book(db, ben, { instrument, start: TEN, end: NOON });

		const moved = await move(db, ben, booking, inDays(2, '11:00'), inDays(2, '13:00'));

		expect(moved.revision).toBe(1);
	});

	it('is judged as a new booking is', async ({ db }) => {
		const { ben, eve, instrument } = await aCast(db);
		await book(db, eve, { instrument, start: NOON, end: TWO });
		const booking = await book(db, ben, { instrument, start: TEN, end: NOON });

		const onto = await refusalOf(move(db, ben, booking, inDays(2, '13:00'), inDays(2, '15:00')));
		const offGrid = await refusalOf(move(db, ben, booking, inDays(2, '10:07'), NOON));

		expect(onto).toMatchObject({ code: 'PT409', rules: ['overlap'] });
		expect(offGrid).toMatchObject({ code: 'PT422', rules: ['granularity'] });
	});

	it('asks the lab again when a customer moves what was approved', async ({ db }) => {
		const { ada, ben, instrument } = await aCast(db, { rules: { approval: 'lab' } });
		const booking = await book(db, ben, { instrument, start: TEN, end: NOON });
		await approve(db, ada, booking);

		const moved = await move(db, ben, booking, NOON, TWO);

		expect(moved.status).toBe('pending');
		expect(await occupancyOf(db, booking)).toEqual({ kind: 'request', active: true });
	});

	it('leaves a booking confirmed that the lab itself moves', async ({ db }) => {
		const { tom, ada, ben, instrument } = await aCast(db, { rules: { approval: 'lab' } });
		const booking = await book(db, ben, { instrument, start: TEN, end: NOON });
		await approve(db, ada, booking);

		const moved = await move(db, tom, booking, NOON, TWO);

		expect(moved.status).toBe('confirmed');
	});

	it('changes nothing when the time stays the same', async ({ db }) => {
		const { ben, instrument } = await aCast(db);
		const booking = await book(db, ben, { instrument, start: TEN, end: NOON });

		const same = await move(db, ben, booking, TEN, NOON);

		expect(same.revision).toBe(0);
	});
});

describe('cancel_booking', () => {
	it('frees the time for others', async ({ db }) => {
		const { ben, eve, instrument } = await aCast(db);
		const booking = await book(db, ben, { instrument, start: TEN, end: NOON });

		const cancelled = await cancel(db, ben, booking, 'The sample broke');
		const next = await book(db, eve, { instrument, start: TEN, end: NOON });

		expect([cancelled.status, next.status]).toEqual(['cancelled', 'confirmed']);
	});

	it('changes nothing the second time', async ({ db }) => {
		const { ben, instrument } = await aCast(db);
		const booking = await book(db, ben, { instrument, start: TEN, end: NOON });
		const first = await cancel(db, ben, booking);

		const second = await cancel(db, ben, booking);

		expect(second).toEqual(first);
	});
});

describe.for([
	[
		'move',
		(db: Db, person: { id: string }, booking: { id: string }) =>
			move(db, person, booking, NOON, TWO)
	],
	[
		'cancel',
		(db: Db, person: { id: string }, booking: { id: string }) => cancel(db, person, booking)
	]
] as const)('%s', ([, change]) => {
	it('is for the one who booked, the owner of their organisation, and the lab', async ({ db }) => {
		const { ben, olga, tom, instrument } = await aCast(db);

		for (const person of [ben, olga, tom]) {
			await db.query('savepoint one');
			const booking = await book(db, ben, { instrument, start: TEN, end: NOON });
			const changed = await change(db, person, booking);
			expect(changed.revision).toBe(1);
			await db.query('rollback to savepoint one');
		}
	});

	it('does not exist for another organisation', async ({ db }) => {
		const { ben, eve, instrument } = await aCast(db);
		const booking = await book(db, ben, { instrument, start: TEN, end: NOON });

		const refusal = await refusalOf(change(db, eve, booking));

		expect(refusal).toMatchObject({ code: 'PT404', key: 'booking_not_found' });
	});

	it('is not for a colleague', async ({ db }) => {
		const { ben, olga, instrument } = await aCast(db);
		const booking = await book(db, olga, { instrument, start: TEN, end: NOON });

		const refusal = await refusalOf(change(db, ben, booking));

		expect(refusal).toMatchObject({ code: 'PT403', key: 'booking_not_yours' });
	});

	it('comes too late once the time has begun', async ({ db }) => {
		const { ben, instrument } = await aCast(db);
		const booking = await book(db, ben, { instrument, start: TEN, end: NOON });
		await letBegin(db, booking);

		const refusal = await refusalOf(change(db, ben, booking));

		expect(refusal).toMatchObject({ code: 'PT409', key: 'booking_begun' });
	});
});

describe('the lab’s answer', () => {
	it('confirms an approved request', async ({ db }) => {
		const { tom, ben, instrument } = await aCast(db, { rules: { approval: 'lab' } });
		const booking = await book(db, ben, { instrument, start: TEN, end: NOON });

		const approved = await approve(db, tom, booking);

		expect(approved.status).toBe('confirmed');
		expect(await occupancyOf(db, booking)).toEqual({ kind: 'booking', active: true });
	});

	it('frees the time of a declined request', async ({ db }) => {
		const { ada, ben, eve, instrument } = await aCast(db, { rules: { approval: 'lab' } });
		const booking = await book(db, ben, { instrument, start: TEN, end: NOON });

		const declined = await decline(db, ada, booking, 'The chamber is being rebuilt');
		const next = await book(db, eve, { instrument, start: TEN, end: NOON });

		expect([declined.status, next.status]).toEqual(['declined', 'pending']);
	});

	it('needs a reason to decline', async ({ db }) => {
		const { ada, ben, instrument } = await aCast(db, { rules: { approval: 'lab' } });
		const booking = await book(db, ben, { instrument, start: TEN, end: NOON });

		expect(await refusalOf(decline(db, ada, booking, '  '))).toMatchObject({
			key: 'reason_needed'
		});
	});

	it('is not the customer’s to give', async ({ db }) => {
		const { ben, olga, instrument } = await aCast(db, { rules: { approval: 'lab' } });
		const booking = await book(db, ben, { instrument, start: TEN, end: NOON });

		expect(await refusalOf(approve(db, olga, booking))).toMatchObject({
			code: 'PT403',
			key: 'platform_not_yours'
		});
	});

	it('comes too late for a request whose time has begun', async ({ db }) => {
		const { ada, ben, instrument } = await aCast(db, { rules: { approval: 'lab' } });
		const booking = await book(db, ben, { instrument, start: TEN, end: NOON });
		await letBegin(db, booking);

		expect(await refusalOf(approve(db, ada, booking))).toMatchObject({ key: 'booking_begun' });
		const { status } = await db.one<{ status: string }>(
			'select public.effective_status(bookings) as status from public.bookings where id = $1',
			[booking.id]
		);
		expect(status).toBe('expired');
	});

	it('is given once', async ({ db }) => {
		const { ada, ben, instrument } = await aCast(db, { rules: { approval: 'lab' } });
		const booking = await book(db, ben, { instrument, start: TEN, end: NOON });
		await approve(db, ada, booking);

		expect(await refusalOf(approve(db, ada, booking))).toMatchObject({ key: 'booking_closed' });
	});
});
