import { describe, expect } from 'vitest';
import { book, cancel, inDays, move } from '../../support/booking-calls.ts';
import { aCast, anInstrument } from '../../support/builders.ts';
import { asAnonymous, asPerson, it, refusalOf, type Db } from '../../support/database.ts';
import { contentOf, createFeed, readFeed, tokenOf } from '../../support/feed-calls.ts';

async function aBooking(db: Db, { needsApproval = false } = {}) {
	const cast = await aCast(db, { rules: { approval: needsApproval ? 'lab' : 'none' } });
	const booking = await book(db, cast.ben, {
		instrument: cast.instrument,
		start: inDays(2, '10:00'),
		end: inDays(2, '12:00')
	});
	return { ...cast, booking };
}

describe('the feed of a person', () => {
	it('tells their own bookings and nobody else’s', async ({ db }) => {
		const { ben, olga, booking } = await aBooking(db);

		const [own, colleagues] = [
			await contentOf(db, ben, 'person'),
			await contentOf(db, olga, 'person')
		];

		expect(own.bookings.map(({ id }) => id)).toEqual([booking.id]);
		expect(own.uses).toEqual([]);
		expect(colleagues.bookings).toEqual([]);
	});

	it('follows a move under a higher revision, and tells of a cancellation', async ({ db }) => {
		const { ben, booking } = await aBooking(db);
		const token = await tokenOf(db, ben, await createFeed(db, ben, 'person'));

		await move(db, ben, booking, inDays(3, '10:00'), inDays(3, '11:00'));
		const moved = await readFeed(db, token);
		await cancel(db, ben, booking);
		const cancelled = await readFeed(db, token);

		expect(moved.content?.bookings).toMatchObject([{ id: booking.id, revision: 1 }]);
		expect(cancelled.content?.bookings).toMatchObject([
			{ id: booking.id, revision: 2, effective_status: 'cancelled' }
		]);
	});

	it('forgets a cancelled booking after thirty days, and any other a year after it began', async ({
		db
	}) => {
		const { ben, instrument, booking } = await aBooking(db);
		const old = await book(db, ben, {
			instrument,
			start: inDays(4, '10:00'),
			end: inDays(4, '12:00')
		});
		await cancel(db, ben, booking);
		await db.query(
			"update public.bookings set updated_at = now() - interval '31 days' where id = $1",
			[booking.id]
		);
		await db.query(
			`update public.bookings
			set reserved = tstzrange(now() - interval '366 days', now() - interval '365 days 22 hours')
			where id = $1`,
			[old.id]
		);

		expect((await contentOf(db, ben, 'person')).bookings).toEqual([]);
	});

	it('says by the clock that a request has lapsed', async ({ db }) => {
		const { ben, booking } = await aBooking(db, { needsApproval: true });
		await db.query(
			"update public.bookings set decide_by = now() - interval '1 minute' where id = $1",
			[booking.id]
		);

		const { bookings } = await contentOf(db, ben, 'person');

		expect(bookings).toMatchObject([{ status: 'pending', effective_status: 'expired' }]);
	});
});

describe('the feed of an organisation', () => {
	it('tells its members who has booked', async ({ db }) => {
		const { olga, startup, booking } = await aBooking(db);

		const { bookings, subject } = await contentOf(db, olga, 'organisation', startup);

		expect(subject?.name).toBe('Ein Start');
		expect(bookings).toMatchObject([
			{ id: booking.id, person: 'Ben', organisation: { name: 'Ein Start' } }
		]);
	});
});

describe('the feed of an instrument', () => {
	it('tells its staff who comes, and others only that it is taken', async ({ db }) => {
		const { ada, eve, ben, instrument, booking } = await aBooking(db);

		const staff = await contentOf(db, ada, 'instrument', instrument);
		const stranger = await contentOf(db, eve, 'instrument', instrument);
		const customer = await contentOf(db, ben, 'instrument', instrument);

		expect(staff.bookings).toMatchObject([{ id: booking.id, person: 'Ben' }]);
		expect(staff.uses).toEqual([]);
		for (const { bookings, uses } of [stranger, customer]) {
			expect(bookings).toEqual([]);
			expect(uses).toMatchObject([{ kind: 'booking', is_released: false }]);
		}
		expect(JSON.stringify(stranger)).not.toMatch(/Ben|Ein Start/);
		expect(JSON.stringify(stranger)).not.toContain(booking.id);
	});

	it('tells others for a while that time was given back', async ({ db }) => {
		const { eve, ben, instrument, booking } = await aBooking(db);
		await cancel(db, ben, booking);

		const { uses } = await contentOf(db, eve, 'instrument', instrument);

		expect(uses).toMatchObject([{ kind: 'booking', is_released: true }]);
	});

	it('tells everybody of maintenance', async ({ db }) => {
		const { ada, eve, instrument } = await aCast(db);
		await db.query(
			`insert into public.occupancies (instrument_id, kind, during)
			values ($1, 'maintenance', tstzrange(now() + interval '1 day', now() + interval '2 days'))`,
			[instrument.id]
		);

		for (const person of [ada, eve]) {
			const { uses } = await contentOf(db, person, 'instrument', instrument);
			expect(uses).toMatchObject([{ kind: 'maintenance', is_released: false }]);
		}
	});
});

describe('the feed of a platform', () => {
	it('tells its staff of all its instruments', async ({ db }) => {
		const { tom, ben, platform, booking } = await aBooking(db);
		const other = await anInstrument(db, platform, { name: 'Waage' });
		const second = await book(db, ben, {
			instrument: other,
			start: inDays(2, '14:00'),
			end: inDays(2, '15:00')
		});

		const { bookings } = await contentOf(db, tom, 'platform', platform);

		expect(bookings.map(({ id }) => id)).toEqual([booking.id, second.id]);
	});
});

/** One after the other, as one connection must. */
async function readAll(db: Db, tokens: string[]) {
	const answers = [];
	for (const token of tokens) answers.push(await readFeed(db, token));
	return answers;
}

describe('whoever loses their rights', () => {
	it('reads nothing any more by the address that they had', async ({ db }) => {
		const { ben, tom, startup, platform, instrument } = await aBooking(db);
		const tokens = [
			await tokenOf(db, ben, await createFeed(db, ben, 'person')),
			await tokenOf(db, ben, await createFeed(db, ben, 'organisation', startup)),
			await tokenOf(db, tom, await createFeed(db, tom, 'platform', platform)),
			await tokenOf(db, tom, await createFeed(db, tom, 'instrument', instrument))
		];
		const before = await readAll(db, tokens);
		expect(before.map(({ content }) => content?.bookings.length)).toEqual([1, 1, 1, 1]);

		await db.query('delete from public.memberships where person_id = any($1)', [[ben.id, tom.id]]);

		const after = await readAll(db, tokens);
		expect(after.map(({ content }) => content?.bookings.length)).toEqual([0, 0, 0, 0]);
		expect(JSON.stringify(after)).not.toMatch(/Ben|10:00/);
	});

	it('is told that there is no such feed once they may not sign in', async ({ db }) => {
		const { ben } = await aBooking(db);
		const token = await tokenOf(db, ben, await createFeed(db, ben, 'person'));

		await db.query("update auth.users set banned_until = now() + interval '1 day' where id = $1", [
			ben.id
		]);

		expect(await refusalOf(readFeed(db, token))).toMatchObject({ key: 'feed_not_found' });
	});
});

describe('read_calendar_feed', () => {
	it('acts as the owner for the feed alone', async ({ db }) => {
		const { ben, eve } = await aBooking(db);
		const token = await tokenOf(db, ben, await createFeed(db, ben, 'person'));

		const who = await asPerson(db, eve.id, async () => {
			await db.query('select public.read_calendar_feed($1)', [token]);
			return db.one<{ uid: string; count: number }>(
				'select auth.uid() as uid, (select count(*)::int from public.bookings) as count'
			);
		});

		expect(who).toEqual({ uid: eve.id, count: 0 });
	});

	it('says nothing again to a client that knows, until something changes', async ({ db }) => {
		const { ben, booking } = await aBooking(db);
		const token = await tokenOf(db, ben, await createFeed(db, ben, 'person'));

		const first = await readFeed(db, token);
		const again = await readFeed(db, token, first.digest);
		await move(db, ben, booking, inDays(3, '10:00'), inDays(3, '11:00'));
		const changed = await readFeed(db, token, first.digest);

		expect(again).toEqual({ ...first, content: null });
		expect(changed.content?.bookings).toHaveLength(1);
		expect(Date.parse(changed.changed_at)).toBeGreaterThan(Date.parse(first.changed_at));
	});

	it('goes forward in time when events fall out as well', async ({ db }) => {
		const { ben } = await aBooking(db);
		const token = await tokenOf(db, ben, await createFeed(db, ben, 'person'));
		const first = await readFeed(db, token);

		await db.query('delete from public.memberships where person_id = $1', [ben.id]);

		const emptied = await readFeed(db, token);
		expect(Date.parse(emptied.changed_at)).toBeGreaterThan(Date.parse(first.changed_at));
	});

	it('refuses what reads all the time, and lets it in again an hour later', async ({ db }) => {
		const { ben } = await aCast(db);
		const token = await tokenOf(db, ben, await createFeed(db, ben, 'person'));
		await readFeed(db, token);
		await db.query('update private.calendar_feed_reads set reads = 120');

		const refusal = await refusalOf(readFeed(db, token));
		await db.query(
			"update private.calendar_feed_reads set window_starts_at = now() - interval '1 hour'"
		);

		expect(refusal).toMatchObject({ code: 'PT429', key: 'feed_read_too_often' });
		expect((await readFeed(db, token)).content).not.toBeNull();
	});

	it('tells nothing to somebody who guesses', async ({ db }) => {
		await aBooking(db);

		for (const guess of ['', 'x', 'A'.repeat(43)]) {
			expect(await refusalOf(readFeed(db, guess))).toMatchObject({
				code: 'PT404',
				key: 'feed_not_found'
			});
		}
	});

	it('is the only way in: a visitor may not ask for content by any other', async ({ db }) => {
		const visit = asAnonymous(db, () =>
			db.query('select private.calendar_feed_content(null::public.calendar_feeds)')
		);

		expect(await refusalOf(visit)).toMatchObject({ code: '42501' });
	});
});
