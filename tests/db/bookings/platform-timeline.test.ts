import { describe, expect } from 'vitest';
import { approve, book, cancel, inDays, letBegin } from '../../support/booking-calls.ts';
import {
	aCast,
	aMembership,
	anInstrument,
	anOrganisation,
	aPerson,
	aPlatform
} from '../../support/builders.ts';
import { asPerson, it, refusalOf, type Db } from '../../support/database.ts';

type Id = { id: string };
type Timeline = {
	is_staff: boolean;
	customers: { organisation: { name: string }; person: string }[];
	instruments: {
		id: string;
		units: number;
		open: [string, string][];
		bookings: {
			id: string;
			unit: number;
			status: string;
			customer: number;
			used_until?: string | null;
			is_overrun?: boolean;
		}[];
		others: { kind: string; reason: string | null; unit: number | null; is_planned: boolean }[];
	}[];
};

async function timeline(
	db: Db,
	person: Id,
	platform: Id,
	start = inDays(0, '00:00'),
	end = inDays(7, '00:00')
): Promise<Timeline> {
	const { timeline } = await asPerson(db, person.id, () =>
		db.one<{ timeline: Timeline }>('select public.platform_timeline($1, $2, $3) as timeline', [
			platform.id,
			start,
			end
		])
	);
	return timeline;
}

async function plan(db: Db, person: Id, instrument: Id, from: string, to: string): Promise<void> {
	await asPerson(db, person.id, () =>
		db.query(
			`select from public.plan_closure(array[$1::uuid], 'maintenance', $2, $3, 'Lampe tauschen')`,
			[instrument.id, from, to]
		)
	);
}

async function delegate(db: Db, manager: Id, platform: Id, to: Id): Promise<void> {
	await asPerson(db, manager.id, () =>
		db.query(
			`select public.delegate_approvals($1, $2, now() - interval '1 hour', now() + interval '1 day')`,
			[platform.id, to.id]
		)
	);
}

describe('platform_timeline', () => {
	it('shows all instruments of a platform with whose bookings they hold', async ({ db }) => {
		const { tom, ben, platform, instrument } = await aCast(db, { units: 2 });
		const other = await anInstrument(db, platform, { name: 'Zentrifuge' });
		const booking = await book(db, ben, {
			instrument,
			start: inDays(2, '10:00'),
			end: inDays(2, '12:00')
		});

		const shown = await timeline(db, tom, platform);

		expect(shown.instruments.map(({ id, units }) => [id, units])).toEqual([
			[instrument.id, 2],
			[other.id, 1]
		]);
		expect(shown.instruments.map(({ bookings }) => bookings)).toMatchObject([
			[{ id: booking.id, unit: 1, status: 'confirmed', customer: 0 }],
			[]
		]);
		expect(shown.customers).toMatchObject([{ organisation: { name: 'Ein Start' }, person: 'Ben' }]);
	});

	it('says when each instrument is open', async ({ db }) => {
		const { tom, platform } = await aCast(db, {
			hours: [1, 2, 3, 4, 5, 6, 7].map((weekday) => [weekday, '09:00', '17:00'] as const)
		});

		const shown = await timeline(db, tom, platform, inDays(1, '00:00'), inDays(2, '00:00'));

		expect(shown.instruments[0]?.open.map((span) => span.map(Date.parse))).toEqual([
			[Date.parse(inDays(1, '09:00')), Date.parse(inDays(1, '17:00'))]
		]);
	});

	it('shows closures and why, before and after they are in force', async ({ db }) => {
		const { ada, ben, platform, instrument } = await aCast(db);
		await book(db, ben, { instrument, start: inDays(3, '10:00'), end: inDays(3, '12:00') });
		await plan(db, ada, instrument, inDays(2, '08:00'), inDays(2, '12:00'));
		await plan(db, ada, instrument, inDays(3, '08:00'), inDays(3, '12:00'));

		const { instruments } = await timeline(db, ada, platform);

		expect(instruments[0]?.others).toMatchObject([
			{ kind: 'maintenance', reason: 'Lampe tauschen', unit: 1, is_planned: false },
			{ kind: 'maintenance', reason: 'Lampe tauschen', unit: null, is_planned: true }
		]);
	});

	it('says who is in and past their time', async ({ db }) => {
		const { tom, ben, platform, instrument } = await aCast(db);
		const booking = await book(db, ben, {
			instrument,
			start: inDays(1, '10:00'),
			end: inDays(1, '11:00')
		});
		await letBegin(db, booking);
		await asPerson(db, ben.id, () => db.query('select public.check_in($1)', [booking.id]));
		await db.query(
			`update public.bookings set reserved = tstzrange(now() - interval '2 hours', now() - interval '1 hour')
			where id = $1`,
			[booking.id]
		);

		const shown = await timeline(db, tom, platform, inDays(-1, '00:00'), inDays(2, '00:00'));

		expect(shown.instruments[0]?.bookings).toMatchObject([
			{ status: 'in_use', is_overrun: true, used_until: null }
		]);
	});

	it('shows a no-show where it began, and no cancelled booking', async ({ db }) => {
		const { tom, ben, platform, instrument } = await aCast(db, { rules: { grace_minutes: 15 } });
		const missed = await book(db, ben, {
			instrument,
			start: inDays(1, '10:00'),
			end: inDays(1, '12:00')
		});
		const cancelled = await book(db, ben, {
			instrument,
			start: inDays(2, '10:00'),
			end: inDays(2, '12:00')
		});
		await letBegin(db, missed, 20);
		await cancel(db, ben, cancelled);

		const shown = await timeline(db, tom, platform, inDays(-1, '00:00'), inDays(4, '00:00'));

		expect(shown.instruments[0]?.bookings.map(({ id, status }) => [id, status])).toEqual([
			[missed.id, 'no_show']
		]);
	});

	it('shows a delegate the requests, and everything else as taken time', async ({ db }) => {
		const { ada, ben, university, platform, instrument } = await aCast(db);
		const asking = await anInstrument(db, platform, {
			name: 'Auf Antrag',
			rules: { approval: 'lab' }
		});
		const dora = await aPerson(db, 'Dora');
		await aMembership(db, { person: dora, organisation: university, role: 'member' });
		await delegate(db, ada, platform, dora);
		await book(db, ben, { instrument, start: inDays(2, '10:00'), end: inDays(2, '12:00') });
		const request = await book(db, ben, {
			instrument: asking,
			start: inDays(2, '10:00'),
			end: inDays(2, '12:00')
		});

		const shown = await timeline(db, dora, platform);

		expect(shown.is_staff).toBe(false);
		expect(shown.instruments.flatMap(({ bookings }) => bookings.map(({ id }) => id))).toEqual([
			request.id
		]);
		expect(shown.customers.length).toBe(1);
		expect(shown.instruments.flatMap(({ others }) => others)).toMatchObject([
			{ kind: 'booking', reason: null }
		]);
	});

	it('is none of the business of another lab, a startup or a former delegate', async ({ db }) => {
		const { ada, ben, olga, university, platform } = await aCast(db);
		const elsewhere = await anOrganisation(db, 'institute', 'Institut');
		const rival = await aPerson(db, 'Rita');
		await aMembership(db, {
			person: rival,
			organisation: elsewhere,
			role: 'manager',
			platform: await aPlatform(db, elsewhere)
		});
		const dora = await aPerson(db, 'Dora');
		await aMembership(db, { person: dora, organisation: university, role: 'member' });
		await delegate(db, ada, platform, dora);
		await db.query(`update public.approval_delegations set ends_at = now() - interval '1 minute'`);

		const refusals = [];
		for (const stranger of [rival, ben, olga, dora]) {
			refusals.push(await refusalOf(timeline(db, stranger, platform)));
		}

		expect(refusals.map(({ code, key }) => `${code} ${key}`)).toEqual(
			Array(4).fill('PT403 platform_not_yours')
		);
	});

	it('answers for a month in which the clocks are put back, and not for more', async ({ db }) => {
		const { ada, university } = await aCast(db);
		const platform = await aPlatform(db, university, { timeZone: 'Europe/Berlin' });
		await aMembership(db, { person: ada, organisation: university, role: 'manager', platform });

		const month = await timeline(
			db,
			ada,
			platform,
			'2027-10-01T00:00:00+02:00',
			'2027-11-01T00:00:00+01:00'
		);
		const refusal = await refusalOf(
			timeline(db, ada, platform, '2027-10-01T00:00:00+02:00', '2027-11-01T00:00:01+01:00')
		);

		expect(month.instruments).toEqual([]);
		expect(refusal).toMatchObject({ code: 'PT422', key: 'period_too_long' });
	});
});

describe('requests_to_decide', () => {
	async function count(db: Db, person: Id): Promise<number | null> {
		const { count } = await asPerson(db, person.id, () =>
			db.one<{ count: number | null }>(
				'select public.requests_to_decide(people) as count from public.people where id = $1',
				[person.id]
			)
		);
		return count;
	}

	it('counts what waits for the lab, for its people and their delegates', async ({ db }) => {
		const { ada, tom, ben, university, platform, instrument } = await aCast(db, {
			rules: { approval: 'lab' }
		});
		const dora = await aPerson(db, 'Dora');
		await aMembership(db, { person: dora, organisation: university, role: 'member' });
		await delegate(db, ada, platform, dora);
		await book(db, ben, { instrument, start: inDays(2, '10:00'), end: inDays(2, '11:00') });
		const answered = await book(db, ben, {
			instrument,
			start: inDays(3, '10:00'),
			end: inDays(3, '11:00')
		});
		await approve(db, ada, answered);

		const counts = [await count(db, tom), await count(db, dora), await count(db, ben)];

		expect(counts).toEqual([1, 1, 0]);
	});

	it('tells nobody about somebody else', async ({ db }) => {
		const { ada, tom } = await aCast(db);

		const { count } = await asPerson(db, ada.id, () =>
			db.one<{ count: number | null }>(
				'select public.requests_to_decide(people) as count from public.people where id = $1',
				[tom.id]
			)
		);

		expect(count).toBe(null);
	});
});

describe('missed_before', () => {
	it('counts no-shows of the person on the platform, but not what the lab waived', async ({
		db
	}) => {
		const { ada, ben, instrument } = await aCast(db, { rules: { grace_minutes: 15 } });
		const missed: Id[] = [];
		for (const hour of ['08:00', '10:00']) {
			const booking = await book(db, ben, {
				instrument,
				start: inDays(1, hour),
				end: inDays(1, hour.replace(':00', ':30'))
			});
			await letBegin(db, booking, 20);
			missed.push(booking);
		}
		await asPerson(db, ada.id, () =>
			db.query('select public.waive_no_show($1, $2)', [missed[0]?.id, 'Stromausfall'])
		);

		const { count } = await asPerson(db, ada.id, () =>
			db.one<{ count: number }>(
				'select public.missed_before(bookings) as count from public.bookings where id = $1',
				[missed[1]?.id]
			)
		);

		expect(count).toBe(1);
	});
});
