import { describe, expect } from 'vitest';
import {
	availability,
	book,
	cancel,
	checkIn,
	checkOut,
	extend,
	inDays,
	letBegin,
	letPass,
	standing
} from '../../support/booking-calls.ts';
import { aCast } from '../../support/builders.ts';
import { asPerson, it, refusalOf, type Db } from '../../support/database.ts';

type Id = { id: string };
type Cast = Awaited<ReturnType<typeof aCast>>;

/** Rules by the minute, so that what begins now is on the grid. */
const rules = {
	granularity_minutes: 1,
	shortest_minutes: 1,
	longest_minutes: 1440,
	grace_minutes: 30,
	no_show_bp: 5000
};

/** A booking of two hours that began so many minutes ago. */
async function begun(db: Db, cast: Cast, minutesAgo: number, by: Id = cast.ben): Promise<Id> {
	const booking = await book(db, by, {
		instrument: cast.instrument,
		start: inDays(2, '10:00'),
		end: inDays(2, '12:00')
	});
	await letBegin(db, booking, minutesAgo);
	return booking;
}

function inMinutes(minutes: number): string {
	const MINUTE = 60_000;
	return new Date((Math.floor(Date.now() / MINUTE) + minutes) * MINUTE).toISOString();
}

describe('check_in', () => {
	it('opens the use of a booking and keeps what was reserved as it was', async ({ db }) => {
		const cast = await aCast(db, { rules });
		const booking = await begun(db, cast, 5);
		const before = await standing(db, booking);

		const session = await checkIn(db, cast.ben, booking);

		expect(session).toMatchObject({ source: 'person', flags: [], ended_at: null });
		expect(await standing(db, booking)).toEqual({ ...before, status: 'in_use' });
	});

	it('is done once, however often it is pressed', async ({ db }) => {
		const cast = await aCast(db, { rules });
		const booking = await begun(db, cast, 5);

		const first = await checkIn(db, cast.ben, booking);
		const second = await checkIn(db, cast.ben, booking);

		expect(second.id).toBe(first.id);
	});

	it('is done by the technician too, who is on record', async ({ db }) => {
		const cast = await aCast(db, { rules });
		const booking = await begun(db, cast, 5);

		expect(await checkIn(db, cast.tom, booking)).toMatchObject({ source: 'technician' });
	});

	it('is nobody else’s', async ({ db }) => {
		const cast = await aCast(db, { rules });
		const booking = await begun(db, cast, 5);

		expect(await refusalOf(checkIn(db, cast.eve, booking))).toMatchObject({
			code: 'PT404',
			key: 'booking_not_found'
		});
	});

	it('opens a quarter of an hour before the start, where nobody has that time', async ({ db }) => {
		const cast = await aCast(db, { rules });
		const booking = await begun(db, cast, -30);

		expect(await refusalOf(checkIn(db, cast.ben, booking))).toMatchObject({
			key: 'check_in_too_early'
		});
		await letPass(db, booking, 20);
		expect(await checkIn(db, cast.ben, booking)).toMatchObject({ flags: [] });
	});

	it('does not take the time of the one before', async ({ db }) => {
		const cast = await aCast(db, { rules });
		const first = await begun(db, cast, 110);
		await checkIn(db, cast.tom, first);
		const next = await book(db, cast.eve, {
			instrument: cast.instrument,
			start: inMinutes(12),
			end: inMinutes(60)
		});

		expect(await refusalOf(checkIn(db, cast.eve, next))).toMatchObject({
			code: 'PT409',
			key: 'check_in_too_early'
		});
	});

	it('believes a phone that had no network, and flags that it was told late', async ({ db }) => {
		const cast = await aCast(db, { rules });
		const booking = await begun(db, cast, 20);
		const pressed = inMinutes(-15);

		const session = await checkIn(db, cast.ben, booking, pressed);

		expect(session.started_at.toISOString()).toBe(pressed);
		expect(session.flags).toEqual(['reported_late']);
	});

	it('believes no time before the booking could have begun, and none to come', async ({ db }) => {
		const cast = await aCast(db, { rules });
		const booking = await begun(db, cast, 5);
		const { starts_at } = await standing(db, booking);

		const session = await checkIn(db, cast.ben, booking, inMinutes(-300));

		expect(session.started_at.getTime()).toBe(starts_at.getTime() - 15 * 60_000);
	});

	it('is refused for what was cancelled, and for what is over', async ({ db }) => {
		const cast = await aCast(db, { rules: { ...rules, grace_minutes: null } });
		const cancelled = await book(db, cast.ben, {
			instrument: cast.instrument,
			start: inDays(3, '10:00'),
			end: inDays(3, '12:00')
		});
		await cancel(db, cast.ben, cancelled);
		const over = await begun(db, cast, 130);

		expect(await refusalOf(checkIn(db, cast.ben, cancelled))).toMatchObject({
			key: 'booking_closed'
		});
		expect(await refusalOf(checkIn(db, cast.ben, over))).toMatchObject({ key: 'booking_over' });
	});
});

describe('check_out', () => {
	it('closes the use, and frees the rest of the time at once', async ({ db }) => {
		const cast = await aCast(db, { rules });
		const booking = await begun(db, cast, 30);
		await checkIn(db, cast.ben, booking, inMinutes(-30));
		const rest = { instrument: cast.instrument, start: inMinutes(5), end: inMinutes(60) };
		const before = await refusalOf(book(db, cast.eve, rest));

		const session = await checkOut(db, cast.ben, booking);
		const next = await book(db, cast.eve, rest);

		expect(before.code).toBe('PT409');
		expect(session.ended_at).not.toBeNull();
		expect(next.status).toBe('confirmed');
		expect((await standing(db, booking)).status).toBe('completed');
	});

	it('leaves the tear-down to the lab', async ({ db }) => {
		const cast = await aCast(db, { rules: { ...rules, teardown_minutes: 20 } });
		const booking = await begun(db, cast, 10);
		await checkIn(db, cast.ben, booking);
		await checkOut(db, cast.ben, booking);

		const refusal = await refusalOf(
			book(db, cast.eve, {
				instrument: cast.instrument,
				start: inMinutes(10),
				end: inMinutes(15)
			})
		);
		const later = await book(db, cast.eve, {
			instrument: cast.instrument,
			start: inMinutes(22),
			end: inMinutes(30)
		});

		expect(refusal.rules).toEqual(['overlap']);
		expect(later.status).toBe('confirmed');
	});

	it('flags who stayed longer than they had reserved', async ({ db }) => {
		const cast = await aCast(db, { rules });
		const booking = await begun(db, cast, 110);
		await checkIn(db, cast.tom, booking);
		await letPass(db, booking, 15);

		expect(await checkOut(db, cast.ben, booking)).toMatchObject({ flags: ['late', 'overrun'] });
	});

	it('is refused to who never came, and is done once', async ({ db }) => {
		const cast = await aCast(db, { rules });
		const booking = await begun(db, cast, 5);

		expect(await refusalOf(checkOut(db, cast.ben, booking))).toMatchObject({
			key: 'not_checked_in'
		});
		await checkIn(db, cast.ben, booking);
		const first = await checkOut(db, cast.ben, booking);
		expect(await checkOut(db, cast.ben, booking)).toEqual(first);
	});
});

describe('somebody who is still in past their time', () => {
	it('is seen by the next one, who is not told who it is', async ({ db }) => {
		const cast = await aCast(db, { rules });
		const booking = await begun(db, cast, 110);
		await checkIn(db, cast.tom, booking);
		await letPass(db, booking, 15);

		const { since } = await asPerson(db, cast.eve.id, () =>
			db.one<{ since: Date | null }>(
				'select public.overrun_since(instruments) as since from public.instruments where id = $1',
				[cast.instrument.id]
			)
		);

		expect(since?.getTime()).toBe((await standing(db, booking)).ends_at.getTime());
	});

	it('is checked out by the next check-in, and flagged as forgotten', async ({ db }) => {
		const cast = await aCast(db, { rules });
		const forgotten = await begun(db, cast, 110);
		await checkIn(db, cast.tom, forgotten);
		await letPass(db, forgotten, 15);
		const next = await begun(db, cast, 2, cast.eve);

		await checkIn(db, cast.eve, next);
		const { flags, is_open } = await db.one<{ flags: string[]; is_open: boolean }>(
			`select flags, ended_at is null as is_open
			from public.usage_sessions where booking_id = $1`,
			[forgotten.id]
		);

		expect({ flags, is_open }).toEqual({ flags: ['late', 'forgotten'], is_open: false });
		expect((await standing(db, forgotten)).status).toBe('completed');
	});
});

describe('extend_booking', () => {
	it('gives more time where it is free, at its price', async ({ db }) => {
		const cast = await aCast(db, { rules });
		const booking = await begun(db, cast, 60);
		await checkIn(db, cast.tom, booking);
		const { ends_at } = await standing(db, booking);

		const extended = await extend(
			db,
			cast.ben,
			booking,
			new Date(ends_at.getTime() + 3_600_000).toISOString()
		);

		expect(extended).toMatchObject({ status: 'in_use', price_fen: '180000' });
	});

	it('never reaches into the time of the next one', async ({ db }) => {
		const cast = await aCast(db, { rules });
		const booking = await begun(db, cast, 60);
		await checkIn(db, cast.tom, booking);
		const { ends_at } = await standing(db, booking);
		await book(db, cast.eve, {
			instrument: cast.instrument,
			start: ends_at.toISOString(),
			end: new Date(ends_at.getTime() + 3_600_000).toISOString()
		});

		const refusal = await refusalOf(
			extend(db, cast.ben, booking, new Date(ends_at.getTime() + 60_000).toISOString())
		);

		expect(refusal).toMatchObject({ code: 'PT409', rules: ['overlap'] });
	});

	it('is the lab’s where the lab approves', async ({ db }) => {
		const cast = await aCast(db, { rules: { ...rules, approval: 'lab' } });
		const booking = await book(db, cast.tom, {
			instrument: cast.instrument,
			start: inDays(2, '10:00'),
			end: inDays(2, '12:00'),
			customer: cast.ben
		});
		await letBegin(db, booking, 60);
		await checkIn(db, cast.tom, booking);
		const { ends_at } = await standing(db, booking);
		const later = new Date(ends_at.getTime() + 3_600_000).toISOString();

		expect(await refusalOf(extend(db, cast.ben, booking, later))).toMatchObject({
			rules: ['approval']
		});
		expect(await extend(db, cast.tom, booking, later)).toMatchObject({ status: 'in_use' });
	});

	it('is for what has begun', async ({ db }) => {
		const cast = await aCast(db, { rules });
		const booking = await book(db, cast.ben, {
			instrument: cast.instrument,
			start: inDays(2, '10:00'),
			end: inDays(2, '12:00')
		});

		expect(await refusalOf(extend(db, cast.ben, booking, inDays(2, '13:00')))).toMatchObject({
			key: 'booking_not_begun'
		});
	});
});

describe('a booking to which nobody came', () => {
	it('frees its time from the minute its grace is over, whether or not anything ran', async ({
		db
	}) => {
		const cast = await aCast(db, { rules });
		const missed = await begun(db, cast, 29);
		const rest = { instrument: cast.instrument, start: inMinutes(3), end: inMinutes(60) };
		const inGrace = await refusalOf(book(db, cast.eve, rest));
		await letPass(db, missed, 2);

		const { free } = await availability(db, rest);
		const taken = await book(db, cast.eve, rest);

		expect(inGrace.code).toBe('PT409');
		expect(free).toHaveLength(1);
		expect(taken.status).toBe('confirmed');
		expect(await standing(db, missed)).toMatchObject({ status: 'no_show', due_fen: '60000' });
	});

	it('can still be checked into until somebody has taken the time', async ({ db }) => {
		const cast = await aCast(db, { rules });
		const booking = await begun(db, cast, 45);

		expect(await checkIn(db, cast.ben, booking)).toMatchObject({ flags: ['late'] });
		expect((await standing(db, booking)).status).toBe('in_use');
	});

	it('tells who comes after that that the time is gone', async ({ db }) => {
		const cast = await aCast(db, { rules });
		const missed = await begun(db, cast, 45);
		await book(db, cast.eve, {
			instrument: cast.instrument,
			start: inMinutes(3),
			end: inMinutes(60)
		});

		expect(await refusalOf(checkIn(db, cast.ben, missed))).toMatchObject({
			code: 'PT409',
			key: 'slot_taken_meanwhile'
		});
	});

	it('gets another unit where one is free', async ({ db }) => {
		const cast = await aCast(db, { rules, units: 2 });
		const missed = await begun(db, cast, 45);
		await book(db, cast.eve, {
			instrument: cast.instrument,
			start: inMinutes(3),
			end: inMinutes(60)
		});

		expect(await checkIn(db, cast.ben, missed)).toMatchObject({ unit: 2, flags: ['late'] });
	});

	it('is over without a word where nobody checks in', async ({ db }) => {
		const cast = await aCast(db, { rules: { ...rules, grace_minutes: null } });
		const booking = await begun(db, cast, 130);

		expect(await standing(db, booking)).toMatchObject({ status: 'completed', due_fen: '120000' });
	});
});
