import { describe, expect } from 'vitest';
import { book, inDays } from '../../support/booking-calls.ts';
import { aCast, aMembership, anOrganisation } from '../../support/builders.ts';
import { asAnonymous, it, refusalOf } from '../../support/database.ts';

describe('book_instrument', () => {
	it('confirms a free slot and freezes its price', async ({ db }) => {
		const { ben, instrument } = await aCast(db);

		const booking = await book(db, ben, {
			instrument,
			start: inDays(2, '10:00'),
			end: inDays(2, '11:30')
		});

		expect(booking).toMatchObject({ status: 'confirmed', price_fen: '90000', revision: 0 });
	});

	it('gives the host’s own people the internal price', async ({ db }) => {
		const { ada, instrument } = await aCast(db);

		const booking = await book(db, ada, {
			instrument,
			start: inDays(2, '10:00'),
			end: inDays(2, '12:00')
		});

		expect(booking.price_fen).toBe('20000');
	});

	it('holds the time of a request until the lab has decided', async ({ db }) => {
		const { ben, eve, instrument } = await aCast(db, { rules: { approval: 'lab' } });
		const wish = { instrument, start: inDays(2, '10:00'), end: inDays(2, '12:00') };

		const request = await book(db, ben, wish);

		expect(request.status).toBe('pending');
		expect(await refusalOf(book(db, eve, wish))).toMatchObject({
			code: 'PT409',
			rules: ['overlap']
		});
	});

	it('takes slots that touch', async ({ db }) => {
		const { ben, eve, instrument } = await aCast(db);
		await book(db, ben, { instrument, start: inDays(2, '10:00'), end: inDays(2, '12:00') });

		const before = await book(db, eve, {
			instrument,
			start: inDays(2, '09:00'),
			end: inDays(2, '10:00')
		});
		const after = await book(db, eve, {
			instrument,
			start: inDays(2, '12:00'),
			end: inDays(2, '13:00')
		});

		expect([before.status, after.status]).toEqual(['confirmed', 'confirmed']);
	});

	it.for([
		['the same slot', '10:00', '12:00'],
		['its middle', '10:30', '11:30'],
		['a slot around it', '09:00', '13:00'],
		['its first half hour', '09:00', '10:30'],
		['its last half hour', '11:30', '13:00']
	] as const)(
		'refuses %s to the next one, and says what is free',
		async ([, start, end], { db }) => {
			const { ben, eve, instrument } = await aCast(db);
			await book(db, ben, { instrument, start: inDays(2, '10:00'), end: inDays(2, '12:00') });

			const refusal = await refusalOf(
				book(db, eve, { instrument, start: inDays(2, start), end: inDays(2, end) })
			);

			expect(refusal).toMatchObject({ code: 'PT409', key: 'booking_refused', rules: ['overlap'] });
			expect(refusal.alternatives).toHaveLength(3);
		}
	);

	it('keeps set-up and tear-down free around every booking', async ({ db }) => {
		const { ben, eve, instrument } = await aCast(db, {
			rules: { setup_minutes: 30, teardown_minutes: 30 }
		});
		await book(db, ben, { instrument, start: inDays(2, '10:00'), end: inDays(2, '12:00') });

		const tooEarly = refusalOf(
			book(db, eve, { instrument, start: inDays(2, '12:30'), end: inDays(2, '13:30') })
		);
		expect(await tooEarly).toMatchObject({ rules: ['overlap'] });

		const inTime = await book(db, eve, {
			instrument,
			start: inDays(2, '13:00'),
			end: inDays(2, '14:00')
		});
		expect(inTime.status).toBe('confirmed');
	});

	it('gives out as many units as there are, and no more', async ({ db }) => {
		const { ben, eve, ada, tom, instrument } = await aCast(db, { units: 3 });
		const wish = { instrument, start: inDays(2, '10:00'), end: inDays(2, '12:00') };

		await book(db, ben, wish);
		await book(db, eve, wish);
		await book(db, ada, wish);

		expect(await refusalOf(book(db, tom, wish))).toMatchObject({ rules: ['overlap'] });
		const units = await db.query<{ unit: number }>(
			'select unit from public.occupancies where instrument_id = $1 order by unit',
			[instrument.id]
		);
		expect(units.map(({ unit }) => unit)).toEqual([1, 2, 3]);
	});

	it('names every violated rule, not only the first', async ({ db }) => {
		const { ben, instrument } = await aCast(db, {
			rules: { longest_minutes: 120, horizon_days: 10, admits_outsiders: false },
			hours: [[1, '09:00', '17:00']]
		});

		const refusal = await refusalOf(
			book(db, ben, { instrument, start: inDays(20, '03:10'), end: inDays(20, '23:50') })
		);

		expect(refusal).toMatchObject({ code: 'PT422', alternatives: [] });
		expect(refusal.rules).toEqual([
			'outsiders',
			'horizon',
			'longest',
			'granularity',
			'opening_hours'
		]);
	});

	it.for([
		['a start that has passed', { start: inDays(-1, '10:00'), end: inDays(-1, '11:00') }, 'past'],
		[
			'a slot shorter than the shortest',
			{ start: inDays(2, '10:00'), end: inDays(2, '10:30') },
			'shortest'
		],
		[
			'a slot longer than the longest',
			{ start: inDays(2, '00:00'), end: inDays(2, '09:00') },
			'longest'
		],
		['ten years', { start: inDays(2, '10:00'), end: inDays(3652, '10:00') }, 'longest'],
		['a start off the grid', { start: inDays(2, '10:10'), end: inDays(2, '11:10') }, 'granularity'],
		[
			'a start beyond the horizon',
			{ start: inDays(400, '10:00'), end: inDays(400, '11:00') },
			'horizon'
		],
		[
			'a start within the lead time',
			{ start: inDays(1, '00:00'), end: inDays(1, '01:00') },
			'lead_time'
		],
		['an end before the start', { start: inDays(2, '11:00'), end: inDays(2, '10:00') }, 'order'],
		['no length at all', { start: inDays(2, '11:00'), end: inDays(2, '11:00') }, 'order'],
		['an end that never comes', { start: inDays(2, '11:00'), end: 'infinity' }, 'order']
	] as const)('refuses %s', async ([, wish, rule], { db }) => {
		const { ben, instrument } = await aCast(db, {
			rules: { shortest_minutes: 60, lead_minutes: 1440 }
		});

		const refusal = await refusalOf(book(db, ben, { instrument, ...wish }));

		expect(refusal.code).toBe('PT422');
		expect(refusal.rules).toContain(rule);
	});

	it('refuses outside the opening hours and on a closed day', async ({ db }) => {
		const { ben, instrument } = await aCast(db, {
			hours: [1, 2, 3, 4, 5, 6, 7].map((weekday) => [weekday, '09:00', '17:00'] as const)
		});
		await db.query(
			'insert into public.opening_exceptions (instrument_id, on_date) values ($1, $2::timestamptz::date)',
			[instrument.id, inDays(3, '12:00')]
		);

		const late = await refusalOf(
			book(db, ben, { instrument, start: inDays(2, '16:30'), end: inDays(2, '17:30') })
		);
		const closed = await refusalOf(
			book(db, ben, { instrument, start: inDays(3, '10:00'), end: inDays(3, '11:00') })
		);

		expect(late.rules).toEqual(['opening_hours']);
		expect(closed.rules).toEqual(['opening_hours']);
	});

	it('books across midnight where the hours meet', async ({ db }) => {
		const { ben, instrument } = await aCast(db);

		const booking = await book(db, ben, {
			instrument,
			start: inDays(2, '22:00'),
			end: inDays(3, '02:00')
		});

		expect(booking.status).toBe('confirmed');
	});

	it('cannot book an instrument that has no rules here', async ({ db }) => {
		const { ben, instrument } = await aCast(db, { rules: null });

		const refusal = await refusalOf(
			book(db, ben, { instrument, start: inDays(2, '10:00'), end: inDays(2, '11:00') })
		);

		expect(refusal).toMatchObject({ code: 'PT422', rules: ['not_bookable'], alternatives: [] });
	});

	it('does not know an instrument that is not there', async ({ db }) => {
		const { ben } = await aCast(db);

		const refusal = await refusalOf(
			book(db, ben, {
				instrument: { id: '00000000-0000-4000-8000-000000000000' },
				start: inDays(2, '10:00'),
				end: inDays(2, '11:00')
			})
		);

		expect(refusal).toMatchObject({ code: 'PT404', key: 'instrument_not_found' });
	});

	it('lets an answered request’s time go when nobody answered it', async ({ db }) => {
		const { ben, eve, instrument } = await aCast(db, { rules: { approval: 'lab' } });
		const request = await book(db, ben, {
			instrument,
			start: inDays(2, '10:00'),
			end: inDays(2, '14:00')
		});
		await db.query(`update public.bookings set decide_by = clock_timestamp() where id = $1`, [
			request.id
		]);
		await db.query(
			`update public.occupancies set lapses_at = clock_timestamp() where booking_id = $1`,
			[request.id]
		);

		const next = await book(db, eve, {
			instrument,
			start: inDays(2, '10:00'),
			end: inDays(2, '14:00')
		});

		expect(next.status).toBe('pending');
	});

	describe('with an idempotency key', () => {
		it('gives the same booking for the same request', async ({ db }) => {
			const { ben, instrument } = await aCast(db);
			const wish = {
				instrument,
				start: inDays(2, '10:00'),
				end: inDays(2, '11:00'),
				key: 'once'
			};

			const first = await book(db, ben, wish);
			const second = await book(db, ben, wish);

			expect(second.id).toBe(first.id);
		});

		it('refuses the key for another request', async ({ db }) => {
			const { ben, instrument } = await aCast(db);
			await book(db, ben, {
				instrument,
				start: inDays(2, '10:00'),
				end: inDays(2, '11:00'),
				key: 'once'
			});

			const other = book(db, ben, {
				instrument,
				start: inDays(2, '12:00'),
				end: inDays(2, '13:00'),
				key: 'once'
			});

			expect(await refusalOf(other)).toMatchObject({
				code: 'PT422',
				key: 'idempotency_key_reused'
			});
		});

		it('keeps the keys of different people apart', async ({ db }) => {
			const { ben, eve, instrument } = await aCast(db, { units: 2 });
			const wish = { instrument, start: inDays(2, '10:00'), end: inDays(2, '11:00'), key: 'once' };

			const [first, second] = [await book(db, ben, wish), await book(db, eve, wish)];

			expect(second.id).not.toBe(first.id);
		});
	});

	describe('the organisation', () => {
		it('must be named by somebody who belongs to several', async ({ db }) => {
			const { ben, rival, instrument } = await aCast(db);
			await aMembership(db, { person: ben, organisation: rival, role: 'member' });
			const wish = { instrument, start: inDays(2, '10:00'), end: inDays(2, '11:00') };

			expect(await refusalOf(book(db, ben, wish))).toMatchObject({ key: 'organisation_ambiguous' });
			const named = await book(db, ben, { ...wish, organisation: rival });
			expect(named.status).toBe('confirmed');
		});

		it('cannot be somebody else’s', async ({ db }) => {
			const { ben, rival, instrument } = await aCast(db);

			const call = book(db, ben, {
				instrument,
				start: inDays(2, '10:00'),
				end: inDays(2, '11:00'),
				organisation: rival
			});

			expect(await refusalOf(call)).toMatchObject({ code: 'PT403', key: 'organisation_not_yours' });
		});

		it('is needed: an evaluator does not book', async ({ db }) => {
			const { eve, instrument } = await aCast(db);
			const agency = await anOrganisation(db, 'agency', 'Amt');
			await db.query('delete from public.memberships where person_id = $1', [eve.id]);
			await aMembership(db, { person: eve, organisation: agency, role: 'evaluator' });

			const call = book(db, eve, {
				instrument,
				start: inDays(2, '10:00'),
				end: inDays(2, '11:00')
			});

			expect(await refusalOf(call)).toMatchObject({ code: 'PT403', key: 'organisation_missing' });
		});
	});

	it('is not for visitors', async ({ db }) => {
		const { instrument } = await aCast(db);

		const call = asAnonymous(db, () =>
			db.query('select public.book_instrument($1, $2, $3)', [
				instrument.id,
				inDays(2, '10:00'),
				inDays(2, '11:00')
			])
		);

		expect(await refusalOf(call)).toMatchObject({ code: '42501' });
	});

	it('refuses a purpose with a text direction override', async ({ db }) => {
		const { ben, instrument } = await aCast(db);

		const call = book(db, ben, {
			instrument,
			start: inDays(2, '10:00'),
			end: inDays(2, '11:00'),
			purpose: 'safe \u202Eesrever'
		});

		expect(await refusalOf(call)).toMatchObject({ code: '23514' });
	});

	it('leaves one audit entry and one notice in the same transaction', async ({ db }) => {
		const { ben, instrument } = await aCast(db);

		const booking = await book(db, ben, {
			instrument,
			start: inDays(2, '10:00'),
			end: inDays(2, '11:00')
		});

		const audit = await db.query(
			'select action, person_id from public.audit_entries where subject_id = $1',
			[booking.id]
		);
		const notices = await db.query('select topic from private.outbox where subject_id = $1', [
			booking.id
		]);
		expect(audit).toEqual([{ action: 'book', person_id: ben.id }]);
		expect(notices).toEqual([{ topic: 'booking_confirmed' }]);
	});

	it('offers alternatives that can be booked', async ({ db }) => {
		const { ben, eve, instrument } = await aCast(db, {
			rules: {
				setup_minutes: 15,
				teardown_minutes: 45,
				granularity_minutes: 15,
				shortest_minutes: 15
			},
			hours: [1, 2, 3, 4, 5, 6, 7].map((weekday) => [weekday, '08:45', '17:15'] as const)
		});
		const wish = { instrument, start: inDays(2, '10:00'), end: inDays(2, '12:00') };
		await book(db, ben, wish);
		const { alternatives } = await refusalOf(book(db, eve, wish));

		const statuses = [];
		for (const { start, end } of alternatives) {
			await db.query('savepoint one');
			statuses.push((await book(db, eve, { instrument, start, end })).status);
			await db.query('rollback to savepoint one');
		}

		expect(statuses).toEqual(['confirmed', 'confirmed', 'confirmed']);
	});
});
