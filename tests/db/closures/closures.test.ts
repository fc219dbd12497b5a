import { describe, expect } from 'vitest';
import {
	activateClosure,
	answerOffer,
	availability,
	book,
	cancel,
	checkIn,
	endClosure,
	inDays,
	letBegin,
	planClosure,
	standing
} from '../../support/booking-calls.ts';
import { aCast, anInstrument } from '../../support/builders.ts';
import { asPerson, it, refusalOf, type Db } from '../../support/database.ts';

type Id = { id: string };

const TEN = inDays(3, '10:00');
const NOON = inDays(3, '12:00');
const MORNING = { start: inDays(3, '09:00'), end: inDays(3, '13:00') };

async function offerOf(db: Db, booking: Id) {
	return db.one<{ slots: { start: string; end: string }[]; outcome: string | null }>(
		'select slots, outcome from public.closure_offers where booking_id = $1',
		[booking.id]
	);
}

describe('plan_closure', () => {
	it('is active at once where it disturbs nobody', async ({ db }) => {
		const cast = await aCast(db);

		const [closure] = await planClosure(db, cast.tom, {
			instruments: [cast.instrument],
			...MORNING
		});
		const refusal = await refusalOf(book(db, cast.ben, { ...cast, start: TEN, end: NOON }));

		expect(closure?.status).toBe('active');
		expect(refusal.rules).toEqual(['overlap']);
	});

	it('keeps new bookings out and leaves those that are there', async ({ db }) => {
		const cast = await aCast(db);
		const booking = await book(db, cast.ben, { ...cast, start: TEN, end: NOON });

		const [closure] = await planClosure(db, cast.tom, {
			instruments: [cast.instrument],
			...MORNING
		});
		const refusal = await refusalOf(
			book(db, cast.eve, { ...cast, start: NOON, end: inDays(3, '13:00') })
		);
		const { free } = await availability(db, { ...cast, ...MORNING });

		expect(closure?.status).toBe('planned');
		expect((await standing(db, booking)).status).toBe('confirmed');
		expect(refusal.rules).toEqual(['closure']);
		expect(free).toEqual([]);
	});

	it('closes every unit', async ({ db }) => {
		const cast = await aCast(db, { units: 3 });

		await planClosure(db, cast.tom, { instruments: [cast.instrument], ...MORNING });
		const { busy } = await availability(db, { ...cast, ...MORNING });

		expect(busy.map(({ unit, kind }) => [unit, kind])).toEqual([
			[1, 'maintenance'],
			[2, 'maintenance'],
			[3, 'maintenance']
		]);
	});

	it('repeats at the same time of the lab’s clock', async ({ db }) => {
		const cast = await aCast(db);

		const closures = await planClosure(db, cast.ada, {
			instruments: [cast.instrument],
			...MORNING,
			everyWeeks: 2,
			until: inDays(31, '00:00').slice(0, 10)
		});

		expect(closures.map(({ starts_at }) => starts_at.toISOString())).toEqual(
			[3, 17, 31].map((day) => new Date(inDays(day, '09:00')).toISOString())
		);
		expect(new Set(closures.map(({ series_id }) => series_id)).size).toBe(1);
	});

	it('is the lab’s', async ({ db }) => {
		const cast = await aCast(db);
		const plan = { instruments: [cast.instrument], ...MORNING };

		expect(await refusalOf(planClosure(db, cast.ben, plan))).toMatchObject({
			code: 'PT403',
			key: 'platform_not_yours'
		});
	});

	it('takes no time that is over, and none without end', async ({ db }) => {
		const cast = await aCast(db);

		const over = await refusalOf(
			planClosure(db, cast.tom, {
				instruments: [cast.instrument],
				start: inDays(-3, '09:00'),
				end: inDays(-3, '13:00')
			})
		);
		const endless = await refusalOf(
			planClosure(db, cast.tom, {
				instruments: [cast.instrument],
				start: inDays(3, '09:00'),
				end: inDays(400, '13:00')
			})
		);

		expect(over.key).toBe('closure_over');
		expect(endless.key).toBe('closure_too_long');
	});

	it('shows beforehand whom it would disturb, to the lab', async ({ db }) => {
		const cast = await aCast(db);
		const booking = await book(db, cast.ben, { ...cast, start: TEN, end: NOON });
		function preview(person: Id) {
			return asPerson(db, person.id, () =>
				db.one<{ impact: { bookings: { id: string }[]; price_fen: number } }>(
					'select public.preview_closure($1, $2, $3) as impact',
					[[cast.instrument.id], MORNING.start, MORNING.end]
				)
			);
		}

		const { impact } = await preview(cast.tom);

		expect(impact).toMatchObject({ price_fen: 120_000, bookings: [{ id: booking.id }] });
		expect(await refusalOf(preview(cast.ben))).toMatchObject({ code: 'PT403' });
	});
});

describe('whom a closure disturbs', () => {
	it('is offered slots and moves with one answer, at no higher price', async ({ db }) => {
		const cast = await aCast(db);
		const booking = await book(db, cast.ben, { ...cast, start: TEN, end: NOON });
		const [closure] = await planClosure(db, cast.tom, {
			instruments: [cast.instrument],
			...MORNING
		});
		await db.query('update public.tariffs set rate_fen = 900000 where instrument_id = $1', [
			cast.instrument.id
		]);
		const { slots } = await offerOf(db, booking);

		const moved = await answerOffer(db, cast.ben, booking, slots[0]?.start ?? '');
		const { status } = await db.one<{ status: string }>(
			'select status from public.closures where id = $1',
			[closure?.id]
		);

		expect(slots).toHaveLength(3);
		expect(moved).toMatchObject({ status: 'confirmed', price_fen: '120000' });
		// It disturbs nobody any more.
		expect(status).toBe('active');
	});

	it('may cancel without consequence', async ({ db }) => {
		const cast = await aCast(db, {
			rules: { cancel_until_minutes: 10_080, late_cancel_bp: 10_000 }
		});
		const booking = await book(db, cast.ben, { ...cast, start: TEN, end: NOON });
		await planClosure(db, cast.tom, { instruments: [cast.instrument], ...MORNING });

		await answerOffer(db, cast.ben, booking, null);

		expect(await standing(db, booking)).toMatchObject({ status: 'cancelled', due_fen: '0' });
	});

	it('cannot take what was not offered, nor answer for others', async ({ db }) => {
		const cast = await aCast(db);
		const booking = await book(db, cast.ben, { ...cast, start: TEN, end: NOON });
		await planClosure(db, cast.tom, { instruments: [cast.instrument], ...MORNING });

		expect(await refusalOf(answerOffer(db, cast.ben, booking, inDays(20, '03:00')))).toMatchObject({
			key: 'slot_not_offered'
		});
		expect(await refusalOf(answerOffer(db, cast.eve, booking, null))).toMatchObject({
			code: 'PT404'
		});
	});

	it('is told when the slot was taken meanwhile, and what is left', async ({ db }) => {
		const cast = await aCast(db);
		const booking = await book(db, cast.ben, { ...cast, start: TEN, end: NOON });
		await planClosure(db, cast.tom, { instruments: [cast.instrument], ...MORNING });
		const { slots } = await offerOf(db, booking);
		const [first] = slots;
		if (first) await book(db, cast.eve, { ...cast, ...first });

		const refusal = await refusalOf(answerOffer(db, cast.ben, booking, first?.start ?? ''));

		expect(refusal).toMatchObject({ code: 'PT409', rules: ['overlap'] });
		expect(refusal.alternatives).not.toEqual([]);
	});

	it('sees the offer, and strangers do not', async ({ db }) => {
		const cast = await aCast(db);
		const booking = await book(db, cast.ben, { ...cast, start: TEN, end: NOON });
		await planClosure(db, cast.tom, { instruments: [cast.instrument], ...MORNING });
		function seenBy(person: Id) {
			return asPerson(db, person.id, () =>
				db.query('select slots from public.closure_offers where booking_id = $1', [booking.id])
			);
		}

		expect(await seenBy(cast.ben)).toHaveLength(1);
		expect(await seenBy(cast.eve)).toHaveLength(0);
	});
});

describe('activate_closure', () => {
	it('cancels with notice whoever has not moved, and takes the time', async ({ db }) => {
		const cast = await aCast(db);
		const booking = await book(db, cast.ben, { ...cast, start: TEN, end: NOON });
		const [planned] = await planClosure(db, cast.tom, {
			instruments: [cast.instrument],
			...MORNING
		});
		if (!planned) throw new Error('Nothing was planned.');

		const active = await activateClosure(db, cast.tom, planned);
		const again = await activateClosure(db, cast.tom, planned);
		const { busy } = await availability(db, { ...cast, ...MORNING });
		const { topics } = await db.one<{ topics: string[] }>(
			'select array_agg(topic order by id) as topics from private.outbox where subject_id = $1',
			[booking.id]
		);

		expect([active.status, again.status]).toEqual(['active', 'active']);
		expect(await standing(db, booking)).toMatchObject({ status: 'cancelled', due_fen: '0' });
		expect(busy).toMatchObject([{ kind: 'maintenance' }]);
		expect(topics).toEqual(['booking_confirmed', 'booking_displaced', 'booking_cancelled']);
		expect(await offerOf(db, booking)).toMatchObject({ outcome: 'cancelled' });
	});

	it('lets whoever is at the instrument keep what has been', async ({ db }) => {
		const cast = await aCast(db, {
			rules: { granularity_minutes: 1, shortest_minutes: 1, grace_minutes: 30 }
		});
		const booking = await book(db, cast.ben, { ...cast, start: TEN, end: NOON });
		await letBegin(db, booking, 20);
		await checkIn(db, cast.ben, booking);
		const [planned] = await planClosure(db, cast.tom, {
			instruments: [cast.instrument],
			start: new Date().toISOString(),
			end: inDays(1, '09:00')
		});
		if (!planned) throw new Error('Nothing was planned.');

		await activateClosure(db, cast.tom, planned);

		const { status, ends_at } = await standing(db, booking);
		expect(status).toBe('in_use');
		expect(Math.abs(ends_at.getTime() - Date.now())).toBeLessThan(60_000);
	});

	it('is the lab’s', async ({ db }) => {
		const cast = await aCast(db);
		await book(db, cast.ben, { ...cast, start: TEN, end: NOON });
		const [planned] = await planClosure(db, cast.tom, {
			instruments: [cast.instrument],
			...MORNING
		});
		if (!planned) throw new Error('Nothing was planned.');

		expect(await refusalOf(activateClosure(db, cast.ben, planned))).toMatchObject({
			code: 'PT404',
			key: 'closure_not_found'
		});
	});
});

describe('end_closure', () => {
	it('frees the time, and leaves bookings that were in the way', async ({ db }) => {
		const cast = await aCast(db);
		const booking = await book(db, cast.ben, { ...cast, start: TEN, end: NOON });
		const [planned] = await planClosure(db, cast.tom, {
			instruments: [cast.instrument],
			...MORNING
		});
		if (!planned) throw new Error('Nothing was planned.');

		await endClosure(db, cast.tom, planned);
		const next = await book(db, cast.eve, { ...cast, start: NOON, end: inDays(3, '13:00') });

		expect((await standing(db, booking)).status).toBe('confirmed');
		expect(next.status).toBe('confirmed');
		expect(await offerOf(db, booking)).toMatchObject({ outcome: 'kept' });
		expect(await refusalOf(activateClosure(db, cast.tom, planned))).toMatchObject({
			key: 'closure_ended'
		});
	});

	it('frees what an active one had taken', async ({ db }) => {
		const cast = await aCast(db);
		const other = await anInstrument(db, cast.platform);
		const closures = await planClosure(db, cast.tom, {
			instruments: [cast.instrument, other],
			...MORNING
		});
		for (const closure of closures) await endClosure(db, cast.tom, closure);

		const booking = await book(db, cast.ben, { ...cast, start: TEN, end: NOON });
		await cancel(db, cast.ben, booking);

		expect(closures).toHaveLength(2);
		expect(booking.status).toBe('confirmed');
	});
});
