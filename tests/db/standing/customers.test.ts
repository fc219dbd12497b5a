import { describe, expect } from 'vitest';
import { book, inDays, judge } from '../../support/booking-calls.ts';
import { aCast, anInstrument, aRule } from '../../support/builders.ts';
import { asPerson, it, refusalOf, type Db } from '../../support/database.ts';
import { expandOutbox, factsToldTo, kindsToldTo } from '../../support/notices.ts';

type Id = { id: string };

const WISH = { start: inDays(3, '10:00'), end: inDays(3, '12:00') };

async function aCustomer(db: Db) {
	const cast = await aCast(db);
	const booking = await book(db, cast.ben, { ...cast, ...WISH });
	return { ...cast, booking };
}

function suspend(
	db: Db,
	person: Id,
	platform: Id,
	wish: { organisation?: Id; customer?: Id; until?: string; reason?: string }
): Promise<Id> {
	return asPerson(db, person.id, () =>
		db.one<Id>('select id from public.suspend_customer($1, $2, $3, $4, $5)', [
			platform.id,
			wish.until ?? inDays(30, '00:00'),
			wish.reason ?? '样品仓未清理',
			wish.organisation?.id ?? null,
			wish.customer?.id ?? null
		])
	);
}

function lift(db: Db, person: Id, suspension: Id, reason = '已改正') {
	return asPerson(db, person.id, () =>
		db.one<{ lifted: boolean }>(
			'select lifted_at is not null as lifted from public.lift_suspension($1, $2)',
			[suspension.id, reason]
		)
	);
}

async function rulesFor(db: Db, person: Id, instrument: Id): Promise<string[]> {
	const { violations } = await judge(db, person, {
		instrument,
		start: inDays(4, '10:00'),
		end: inDays(4, '12:00')
	});
	return violations.map(({ rule }) => rule);
}

type Customer = {
	organisation_id: string;
	bookings: number;
	minutes: number;
	no_shows: number;
	late_cancels: number;
	suspended: boolean;
	people: {
		id: string;
		name: string;
		no_shows: number;
		suspended_until: string | null;
		kept_from: { until: string; instruments: number; are_all: boolean }[];
		missed: { id: string }[];
	}[];
};

function customers(db: Db, person: Id, platform: Id, words: string | null = null) {
	return asPerson(db, person.id, () =>
		db.query<Customer>(
			`select organisation_id, bookings, minutes, no_shows, late_cancels,
				suspended_until is not null as suspended, people
			from public.platform_customers($1, now() - interval '90 days', $2)`,
			[platform.id, words]
		)
	);
}

describe('suspend_customer', () => {
	it('keeps a person’s new bookings out, tells them why and until when, until it is lifted', async ({
		db
	}) => {
		const { ada, ben, olga, platform, instrument } = await aCustomer(db);

		const suspension = await suspend(db, ada, platform, { customer: ben });
		await expandOutbox(db);

		expect(await rulesFor(db, ben, instrument)).toEqual(['suspended']);
		expect(await rulesFor(db, olga, instrument)).toEqual([]);
		expect(await factsToldTo(db, ben, 'customer_suspended')).toMatchObject({
			note: '样品仓未清理',
			platform: { name: expect.any(String) as string }
		});

		expect(await lift(db, ada, suspension)).toEqual({ lifted: true });
		await expandOutbox(db);
		expect(await rulesFor(db, ben, instrument)).toEqual([]);
		expect((await kindsToldTo(db, ben)).slice(-2)).toEqual([
			'customer_suspended',
			'suspension_lifted'
		]);
	});

	it('keeps a whole organisation out, and tells its owners', async ({ db }) => {
		const { ada, ben, olga, startup, platform, instrument } = await aCustomer(db);

		await suspend(db, ada, platform, { organisation: startup });
		await expandOutbox(db);

		expect(await rulesFor(db, ben, instrument)).toEqual(['suspended']);
		expect(await kindsToldTo(db, olga)).toEqual(['customer_suspended']);
	});

	it('is the managers’', async ({ db }) => {
		const { tom, ben, eve, platform } = await aCustomer(db);

		for (const person of [tom, ben, eve]) {
			expect(await refusalOf(suspend(db, person, platform, { customer: ben }))).toMatchObject({
				code: 'PT403',
				key: 'platform_not_yours'
			});
		}
	});

	it('is of one customer whom the platform has, for a reason and a time to come', async ({
		db
	}) => {
		const { ada, ben, eve, startup, platform } = await aCustomer(db);
		const refused = async (wish: Parameters<typeof suspend>[3]) =>
			(await refusalOf(suspend(db, ada, platform, wish))).key;

		expect(await refused({})).toBe('customer_ambiguous');
		expect(await refused({ customer: ben, organisation: startup })).toBe('customer_ambiguous');
		expect(await refused({ customer: eve })).toBe('customer_not_found');
		expect(await refused({ customer: ben, reason: ' ' })).toBe('reason_needed');
		expect(await refused({ customer: ben, until: inDays(-1, '00:00') })).toBe(
			'suspension_end_invalid'
		);
	});

	it('is not twice at a time', async ({ db }) => {
		const { ada, ben, platform } = await aCustomer(db);
		const first = await suspend(db, ada, platform, { customer: ben });

		expect(await refusalOf(suspend(db, ada, platform, { customer: ben }))).toMatchObject({
			code: '23P01'
		});
		await lift(db, ada, first);
		await suspend(db, ada, platform, { customer: ben });
	});
});

describe('lift_suspension', () => {
	it('is the managers’, once, for a reason', async ({ db }) => {
		const { ada, tom, ben, platform } = await aCustomer(db);
		const suspension = await suspend(db, ada, platform, { customer: ben });

		expect(await refusalOf(lift(db, ben, suspension))).toMatchObject({
			code: 'PT404',
			key: 'suspension_not_found'
		});
		expect(await refusalOf(lift(db, tom, suspension))).toMatchObject({ code: 'PT403' });
		expect(await refusalOf(lift(db, ada, suspension, ' '))).toMatchObject({
			key: 'reason_needed'
		});
		await lift(db, ada, suspension);
		expect(await refusalOf(lift(db, ada, suspension))).toMatchObject({
			code: 'PT409',
			key: 'suspension_over'
		});
	});
});

describe('platform_customers', () => {
	it('shows the lab who has booked, how long, and how they have behaved', async ({ db }) => {
		const { ada, tom, ben, startup, platform, booking } = await aCustomer(db);
		await db.query(
			`update public.bookings
			set reserved = tstzrange(now() - interval '5 hours', now() - interval '3 hours'),
				no_show_at = now() - interval '4 hours'
			where id = $1`,
			[booking.id]
		);
		await suspend(db, ada, platform, { customer: ben });

		for (const person of [ada, tom]) {
			const found = await customers(db, person, platform);
			expect(found).toMatchObject([
				{
					organisation_id: startup.id,
					bookings: 0,
					no_shows: 1,
					late_cancels: 0,
					suspended: false,
					people: [{ id: ben.id, name: 'Ben', no_shows: 1 }]
				}
			]);
			expect(found[0]?.people[0]?.suspended_until).not.toBeNull();
		}
	});

	it('shows until when their misses keep a person out, by which bookings, until one is waived', async ({
		db
	}) => {
		const { ada, ben, instrument, platform, booking } = await aCustomer(db);
		await db.query(
			`update public.booking_rules
			set no_show_limit = 1, no_show_window_days = 30, suspension_days = 10, grace_minutes = 30
			where scope_id in ($1, $2)`,
			[instrument.id, platform.id]
		);
		await db.query(
			`update public.bookings
			set reserved = tstzrange(now() - interval '5 hours', now() - interval '3 hours'),
				no_show_at = now() - interval '4 hours'
			where id = $1`,
			[booking.id]
		);

		const [found] = await customers(db, ada, platform);
		const { until } = await db.one<{ until: Date }>(
			`select now() - interval '4 hours' + interval '10 days' as until`
		);

		expect(found?.people[0]).toMatchObject({
			suspended_until: null,
			missed: [{ id: booking.id }]
		});
		expect(found?.people[0]?.kept_from).toMatchObject([{ instruments: 1, are_all: true }]);
		expect(new Date(found?.people[0]?.kept_from[0]?.until ?? 0)).toEqual(until);
		expect(await rulesFor(db, ben, instrument)).toEqual(['suspended']);

		await asPerson(db, ada.id, () =>
			db.query('select public.waive_no_show($1, $2)', [booking.id, '仪器当天故障'])
		);
		const [waived] = await customers(db, ada, platform);
		expect(waived?.people[0]).toMatchObject({ kept_from: [], missed: [] });
	});

	it('reckons misses for each instrument by its own rules, as bookings are judged', async ({
		db
	}) => {
		const { ada, ben, instrument, platform, booking } = await aCustomer(db);
		const after = (no_show_limit: number) => ({
			no_show_limit,
			no_show_window_days: 30,
			suspension_days: 10,
			grace_minutes: 30
		});
		// The platform's own rule holds for none of them.
		await aRule(db, { platform }, after(1));
		const lenient = await anInstrument(db, platform, { rules: after(3) });
		const strict = await anInstrument(db, platform, { rules: after(1) });
		await db.query(
			`update public.bookings
			set reserved = tstzrange(now() - interval '5 hours', now() - interval '3 hours'),
				no_show_at = now() - interval '4 hours'
			where id = $1`,
			[booking.id]
		);

		const [found] = await customers(db, ada, platform);

		expect(found?.people[0]?.kept_from).toMatchObject([{ instruments: 1, are_all: false }]);
		expect(await rulesFor(db, ben, strict)).toEqual(['suspended']);
		expect(await rulesFor(db, ben, lenient)).toEqual([]);
		expect(await rulesFor(db, ben, instrument)).toEqual([]);
	});

	it('finds a customer by a word of their name or of a person’s', async ({ db }) => {
		const { ada, platform } = await aCustomer(db);

		expect(await customers(db, ada, platform, 'ein st')).toHaveLength(1);
		expect(await customers(db, ada, platform, 'BEN')).toHaveLength(1);
		expect(await customers(db, ada, platform, '%')).toEqual([]);
	});

	it('shows a customer nobody but themselves, and a stranger nobody', async ({ db }) => {
		const { ben, eve, startup, rival, platform, instrument } = await aCustomer(db);
		await book(db, eve, { instrument, start: inDays(5, '10:00'), end: inDays(5, '12:00') });

		expect((await customers(db, ben, platform)).map((row) => row.organisation_id)).toEqual([
			startup.id
		]);
		expect((await customers(db, eve, platform)).map((row) => row.organisation_id)).toEqual([
			rival.id
		]);
	});
});
