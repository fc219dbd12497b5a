import { describe, expect } from 'vitest';
import {
	approve,
	book,
	cancel,
	decline,
	inDays,
	letPass,
	reinstate,
	standing
} from '../../support/booking-calls.ts';
import { aCast, aMembership, aPerson } from '../../support/builders.ts';
import { asPerson, it, refusalOf, type Db } from '../../support/database.ts';

const TEN = inDays(9, '10:00');
const NOON = inDays(9, '12:00');

type Id = { id: string };

function decideAll(db: Db, person: Id, bookings: Id[], approved: boolean, note?: string) {
	return asPerson(db, person.id, () =>
		db.query<{ booking_id: string; status: string | null; refusal: string | null }>(
			'select * from public.decide_bookings($1, $2, $3)',
			[bookings.map(({ id }) => id), approved, note ?? null]
		)
	);
}

describe('approval in two steps', () => {
	const rules = { approval: 'owner_then_lab' } as const;

	it('asks the owner first and then the lab', async ({ db }) => {
		const cast = await aCast(db, { rules });
		const booking = await book(db, cast.ben, { ...cast, start: TEN, end: NOON });

		const tooEarly = await refusalOf(approve(db, cast.ada, booking));
		const forwarded = await approve(db, cast.olga, booking);
		const tooLate = await refusalOf(approve(db, cast.olga, booking));
		const confirmed = await approve(db, cast.ada, booking);

		expect(tooEarly.key).toBe('organisation_not_yours');
		expect(forwarded.status).toBe('pending');
		expect(tooLate.key).toBe('platform_not_yours');
		expect(confirmed.status).toBe('confirmed');
	});

	it('does not ask owners about what they book themselves', async ({ db }) => {
		const cast = await aCast(db, { rules });
		const booking = await book(db, cast.olga, { ...cast, start: TEN, end: NOON });

		const confirmed = await approve(db, cast.tom, booking);

		expect(booking.status).toBe('pending');
		expect(confirmed.status).toBe('confirmed');
	});

	it('ends with the owner who says no', async ({ db }) => {
		const cast = await aCast(db, { rules });
		const booking = await book(db, cast.ben, { ...cast, start: TEN, end: NOON });

		const declined = await decline(db, cast.olga, booking, 'Too expensive this month');
		const next = await book(db, cast.eve, { ...cast, start: TEN, end: NOON });

		expect(declined.status).toBe('declined');
		expect(next.status).toBe('pending');
	});
});

describe('a request', () => {
	it('lets its time go when its deadline has passed, whether or not anything ran', async ({
		db
	}) => {
		const cast = await aCast(db, { rules: { approval: 'lab', approval_hours: 24 } });
		const booking = await book(db, cast.ben, { ...cast, start: TEN, end: NOON });
		await letPass(db, booking, 25 * 60);
		const { status, starts_at, ends_at } = await standing(db, booking);

		const tooLate = await refusalOf(approve(db, cast.ada, booking));
		const next = await book(db, cast.eve, {
			instrument: cast.instrument,
			start: inDays(8, '09:00'),
			end: inDays(8, '11:00')
		});

		expect(status).toBe('expired');
		expect(tooLate.key).toBe('booking_closed');
		expect(next.starts_at < ends_at && starts_at < next.ends_at).toBe(true);
	});

	it('is confirmed at once when the lab itself books', async ({ db }) => {
		const cast = await aCast(db, { rules: { approval: 'lab' } });

		const booking = await book(db, cast.tom, { ...cast, start: TEN, end: NOON });

		expect(booking.status).toBe('confirmed');
	});
});

describe('decide_bookings', () => {
	it('answers many at once, and says of each what became of it', async ({ db }) => {
		const cast = await aCast(db, { rules: { approval: 'lab' } });
		const first = await book(db, cast.ben, { ...cast, start: TEN, end: NOON });
		const second = await book(db, cast.eve, { ...cast, start: NOON, end: inDays(9, '14:00') });
		await cancel(db, cast.eve, second);

		const answers = await decideAll(db, cast.ada, [first, second, cast.instrument], true);

		expect(answers).toHaveLength(3);
		expect(answers).toEqual(
			expect.arrayContaining([
				{ booking_id: first.id, status: 'confirmed', refusal: null },
				{ booking_id: second.id, status: null, refusal: 'booking_closed' },
				{ booking_id: cast.instrument.id, status: null, refusal: 'booking_not_found' }
			])
		);
	});

	it('gives a stranger nothing', async ({ db }) => {
		const cast = await aCast(db, { rules: { approval: 'lab' } });
		const booking = await book(db, cast.ben, { ...cast, start: TEN, end: NOON });

		const answers = await decideAll(db, cast.eve, [booking], true);

		expect(answers).toEqual([
			{ booking_id: booking.id, status: null, refusal: 'booking_not_found' }
		]);
	});
});

describe('a delegate', () => {
	async function delegate(db: Db, by: Id, platform: Id, to: Id, from: string, until: string) {
		return asPerson(db, by.id, () =>
			db.one<Id>('select id from public.delegate_approvals($1, $2, $3, $4)', [
				platform.id,
				to.id,
				from,
				until
			])
		);
	}

	async function aColleague(db: Db, university: Id): Promise<Id> {
		const colleague = await aPerson(db, 'Dora');
		await aMembership(db, { person: colleague, organisation: university, role: 'member' });
		return colleague;
	}

	it('answers requests while the delegation lasts, and no longer', async ({ db }) => {
		const cast = await aCast(db, { rules: { approval: 'lab' } });
		const dora = await aColleague(db, cast.university);
		const first = await book(db, cast.ben, { ...cast, start: TEN, end: NOON });
		const second = await book(db, cast.eve, { ...cast, start: NOON, end: inDays(9, '14:00') });
		const before = await refusalOf(approve(db, dora, first));

		const delegation = await delegate(
			db,
			cast.ada,
			cast.platform,
			dora,
			inDays(-1, '00:00'),
			inDays(7, '00:00')
		);
		const answered = await approve(db, dora, first);
		await asPerson(db, cast.ada.id, () =>
			db.query('select public.revoke_delegation($1)', [delegation.id])
		);
		const after = await refusalOf(approve(db, dora, second));

		expect(before.key).toBe('booking_not_found');
		expect(answered.status).toBe('confirmed');
		expect(after.key).toBe('booking_not_found');
	});

	it('sees the requests, and cannot do what staff can', async ({ db }) => {
		const cast = await aCast(db, { rules: { approval: 'lab' } });
		const dora = await aColleague(db, cast.university);
		const booking = await book(db, cast.ben, { ...cast, start: TEN, end: NOON });
		await delegate(db, cast.ada, cast.platform, dora, inDays(-1, '00:00'), inDays(7, '00:00'));

		const seen = await asPerson(db, dora.id, () =>
			db.query('select id from public.bookings where id = $1', [booking.id])
		);
		const cancelling = await refusalOf(cancel(db, dora, booking));

		expect(seen).toHaveLength(1);
		expect(cancelling.key).toBe('booking_not_yours');
	});

	it('has to be a colleague, and is named by a manager', async ({ db }) => {
		const cast = await aCast(db, { rules: { approval: 'lab' } });
		const dora = await aColleague(db, cast.university);

		const stranger = await refusalOf(
			delegate(db, cast.ada, cast.platform, cast.eve, inDays(0, '00:00'), inDays(7, '00:00'))
		);
		const technician = await refusalOf(
			delegate(db, cast.tom, cast.platform, dora, inDays(0, '00:00'), inDays(7, '00:00'))
		);

		expect(stranger.key).toBe('delegate_is_no_colleague');
		expect(technician.key).toBe('platform_not_yours');
	});
});

describe('reinstate_booking', () => {
	it('undoes a cancellation while the time is free', async ({ db }) => {
		const cast = await aCast(db);
		const booking = await book(db, cast.ben, { ...cast, start: TEN, end: NOON });
		await cancel(db, cast.ben, booking);

		const again = await reinstate(db, cast.ben, booking);
		const refusal = await refusalOf(book(db, cast.eve, { ...cast, start: TEN, end: NOON }));

		expect(again).toMatchObject({ id: booking.id, status: 'confirmed', revision: 2 });
		expect(refusal.code).toBe('PT409');
	});

	it('is refused when somebody else has it', async ({ db }) => {
		const cast = await aCast(db);
		const booking = await book(db, cast.ben, { ...cast, start: TEN, end: NOON });
		await cancel(db, cast.ben, booking);
		await book(db, cast.eve, { ...cast, start: TEN, end: NOON });

		const refusal = await refusalOf(reinstate(db, cast.ben, booking));

		expect(refusal).toMatchObject({ code: 'PT409', rules: ['overlap'] });
	});
});
