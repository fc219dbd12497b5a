import { describe, expect } from 'vitest';
import { availability, book, cancel, inDays } from '../../support/booking-calls.ts';
import { aCast } from '../../support/builders.ts';
import { it, refusalOf, type Db } from '../../support/database.ts';
import { call, type OpeningAnswer } from '../../support/workspace-calls.ts';

type Id = { id: string };

const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7];
const MORNINGS = EVERY_DAY.map((weekday) => ({ weekday, opens: '08:00', closes: '12:00' }));

function hoursOf(db: Db, instrument: Id) {
	return db.query<{ weekday: number; opens: string; closes: string }>(
		'select weekday, opens, closes from public.opening_hours where instrument_id = $1 order by 1, 2',
		[instrument.id]
	);
}

describe('the weekly hours of an instrument', () => {
	it('are replaced by its manager, and touching spans become one', async ({ db }) => {
		const { ada, instrument } = await aCast(db);

		const answer = await call<OpeningAnswer>(db, ada, 'set_opening_hours', {
			instrument_id: instrument.id,
			spans: [
				{ weekday: 1, opens: '13:00', closes: '17:00' },
				{ weekday: 1, opens: '08:00', closes: '10:00' },
				{ weekday: 1, opens: '10:00', closes: '12:00' },
				{ weekday: 6, opens: '09:00', closes: '24:00' }
			]
		});

		expect(answer).toEqual({ changed: true, outside: [] });
		expect(await hoursOf(db, instrument)).toEqual([
			{ weekday: 1, opens: '08:00:00', closes: '12:00:00' },
			{ weekday: 1, opens: '13:00:00', closes: '17:00:00' },
			{ weekday: 6, opens: '09:00:00', closes: '24:00:00' }
		]);
	});

	it('may leave bookings outside, which stay and are named', async ({ db }) => {
		const { ada, ben, instrument } = await aCast(db);
		await book(db, ben, { instrument, start: inDays(2, '09:00'), end: inDays(2, '11:00') });
		const evening = await book(db, ben, {
			instrument,
			start: inDays(3, '18:00'),
			end: inDays(3, '20:00')
		});
		const gone = await book(db, ben, {
			instrument,
			start: inDays(4, '18:00'),
			end: inDays(4, '20:00')
		});
		await cancel(db, ben, gone);

		const answer = await call<OpeningAnswer>(db, ada, 'set_opening_hours', {
			instrument_id: instrument.id,
			spans: MORNINGS
		});

		expect(answer.outside).toMatchObject([
			{ id: evening.id, person: 'Ben', organisation: { name: 'Ein Start' } }
		]);
		const { status } = await db.one<{ status: string }>(
			'select status from public.bookings where id = $1',
			[evening.id]
		);
		expect(status).toBe('confirmed');
	});

	it('are only looked at by a dry run, which names the same bookings', async ({ db }) => {
		const { ada, ben, instrument } = await aCast(db);
		await book(db, ben, { instrument, start: inDays(3, '18:00'), end: inDays(3, '20:00') });
		const before = await hoursOf(db, instrument);
		const change = { instrument_id: instrument.id, spans: MORNINGS };

		const previewed = await call<OpeningAnswer>(db, ada, 'set_opening_hours', {
			...change,
			dry_run: true
		});
		const unchanged = await hoursOf(db, instrument);
		const audited = await db.query('select from public.audit_entries where subject_id = $1', [
			instrument.id
		]);
		const saved = await call<OpeningAnswer>(db, ada, 'set_opening_hours', change);

		expect(unchanged).toEqual(before);
		expect(audited).toEqual([]);
		expect(previewed).toEqual(saved);
		expect(previewed.outside).toHaveLength(1);
	});

	it('name only bookings that this change leaves outside', async ({ db }) => {
		const { ada, ben, instrument } = await aCast(db);
		await book(db, ben, { instrument, start: inDays(3, '18:00'), end: inDays(3, '20:00') });
		const change = { instrument_id: instrument.id, spans: MORNINGS };
		await call(db, ada, 'set_opening_hours', change);

		const again = await call<OpeningAnswer>(db, ada, 'set_opening_hours', change);

		expect(again).toEqual({ changed: false, outside: [] });
	});

	it('are not changed by a technician', async ({ db }) => {
		const { tom, instrument } = await aCast(db);

		const refusal = await refusalOf(
			call(db, tom, 'set_opening_hours', { instrument_id: instrument.id, spans: MORNINGS })
		);

		expect(refusal).toMatchObject({ code: 'PT403', key: 'platform_not_yours' });
	});

	it.for([
		[
			'a span that ends before it begins',
			[{ weekday: 1, opens: '12:00', closes: '08:00' }],
			'spans_malformed'
		],
		['an eighth day', [{ weekday: 8, opens: '08:00', closes: '12:00' }], 'spans_malformed'],
		['no day', [{ opens: '08:00', closes: '12:00' }], 'spans_malformed'],
		['no list', { weekday: 1 }, 'spans_malformed'],
		[
			'spans over each other',
			[
				{ weekday: 1, opens: '08:00', closes: '12:00' },
				{ weekday: 1, opens: '11:00', closes: '13:00' }
			],
			'spans_overlap'
		]
	] as const)('are refused with %s', async ([, spans, key], { db }) => {
		const { ada, instrument } = await aCast(db);

		const refusal = await refusalOf(
			call(db, ada, 'set_opening_hours', { instrument_id: instrument.id, spans })
		);

		expect(refusal).toMatchObject({ code: 'PT422', key });
	});
});

describe('an exception', () => {
	it('replaces the hours of some days, and taken away gives them back', async ({ db }) => {
		const { ada, instrument } = await aCast(db);
		const days = {
			instrument_id: instrument.id,
			on_date: inDays(2, '00:00').slice(0, 10),
			last_date: inDays(3, '00:00').slice(0, 10)
		};
		const window = { instrument, start: inDays(2, '00:00'), end: inDays(4, '00:00') };

		await call(db, ada, 'set_opening_exceptions', {
			...days,
			spans: [{ opens: '10:00', closes: '12:00' }],
			reason: '校运动会'
		});
		const narrowed = await availability(db, window);
		await call(db, ada, 'remove_opening_exceptions', days);
		const restored = await availability(db, window);

		expect(narrowed.open.map(({ start }) => Date.parse(start))).toEqual([
			Date.parse(inDays(2, '10:00')),
			Date.parse(inDays(3, '10:00'))
		]);
		expect(restored.open).toHaveLength(1);
	});

	it('without hours closes the day and names who has booked it', async ({ db }) => {
		const { ada, ben, instrument } = await aCast(db);
		const booking = await book(db, ben, {
			instrument,
			start: inDays(2, '09:00'),
			end: inDays(2, '11:00')
		});

		const answer = await call<OpeningAnswer>(db, ada, 'set_opening_exceptions', {
			instrument_id: instrument.id,
			on_date: inDays(2, '00:00').slice(0, 10),
			spans: []
		});

		expect(answer.outside.map(({ id }) => id)).toEqual([booking.id]);
	});

	it('is not written by a technician', async ({ db }) => {
		const { tom, instrument } = await aCast(db);

		const refusal = await refusalOf(
			call(db, tom, 'set_opening_exceptions', {
				instrument_id: instrument.id,
				on_date: '2027-01-01',
				spans: []
			})
		);

		expect(refusal).toMatchObject({ code: 'PT403', key: 'platform_not_yours' });
	});

	it.for([
		['ends before it begins', { on_date: '2027-02-02', last_date: '2027-02-01' }],
		['lasts for more than a quarter', { on_date: '2027-01-01', last_date: '2027-12-31' }]
	] as const)('is refused when it %s', async ([, dates], { db }) => {
		const { ada, instrument } = await aCast(db);

		const refusal = await refusalOf(
			call(db, ada, 'set_opening_exceptions', {
				instrument_id: instrument.id,
				spans: [],
				...dates
			})
		);

		expect(refusal).toMatchObject({ code: 'PT422', key: 'dates_malformed' });
	});
});
