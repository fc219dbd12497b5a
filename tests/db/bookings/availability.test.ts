import { describe, expect } from 'vitest';
import { availability, book, inDays, judge } from '../../support/booking-calls.ts';
import { aCast, anInstrument, anOrganisation, aPlatform } from '../../support/builders.ts';
import { asAnonymous, it, refusalOf } from '../../support/database.ts';

const DAILY = [1, 2, 3, 4, 5, 6, 7].map((weekday) => [weekday, '09:00', '17:00'] as const);

function toTimes(spans: { start: string; end: string }[]): string[] {
	return spans.map(({ start, end }) =>
		[start, end]
			.map((instant) => new Date(Date.parse(instant) + 8 * 3_600_000).toISOString().slice(11, 16))
			.join('–')
	);
}

describe('instrument_availability', () => {
	it('tells open, busy and free time, and never whose it is', async ({ db }) => {
		const { ben, instrument } = await aCast(db, { hours: DAILY });
		await book(db, ben, { instrument, start: inDays(2, '10:00'), end: inDays(2, '12:00') });

		const day = await asAnonymous(db, () =>
			availability(db, { instrument, start: inDays(2, '00:00'), end: inDays(3, '00:00') })
		);

		expect(day.timezone).toBe('Asia/Shanghai');
		expect(toTimes(day.open)).toEqual(['09:00–17:00']);
		expect(toTimes(day.busy)).toEqual(['10:00–12:00']);
		expect(toTimes(day.free)).toEqual(['09:00–10:00', '12:00–17:00']);
		expect(Object.keys(day.busy[0] ?? {}).toSorted()).toEqual(['end', 'kind', 'start', 'unit']);
	});

	it('leaves out gaps that set-up, tear-down and the shortest booking make useless', async ({
		db
	}) => {
		const { ben, instrument } = await aCast(db, {
			hours: DAILY,
			rules: { setup_minutes: 30, teardown_minutes: 30, shortest_minutes: 60 }
		});
		await book(db, ben, { instrument, start: inDays(2, '10:30'), end: inDays(2, '12:00') });

		const day = await availability(db, {
			instrument,
			start: inDays(2, '00:00'),
			end: inDays(3, '00:00')
		});

		expect(toTimes(day.free)).toEqual(['13:00–17:00']);
	});

	it('shows nothing as free that the lead time or the horizon forbids', async ({ db }) => {
		const { instrument } = await aCast(db, {
			rules: { lead_minutes: 3 * 1440, horizon_days: 5, longest_minutes: 1440 }
		});

		const { free } = await availability(db, {
			instrument,
			start: inDays(0, '00:00'),
			end: inDays(30, '00:00')
		});

		const from = Math.min(...free.map(({ start }) => Date.parse(start)));
		const to = Math.max(...free.map(({ end }) => Date.parse(end)));
		expect(from - Date.now()).toBeGreaterThanOrEqual(3 * 86_400_000);
		expect(to - Date.now()).toBeLessThanOrEqual(5 * 86_400_000 + 30 * 60_000);
	});

	it.for([
		[
			'spring in Berlin, 23 hours',
			'Europe/Berlin',
			'2027-03-28T00:00:00+01:00',
			'2027-03-29T00:00:00+02:00',
			23
		],
		[
			'autumn in Berlin, 25 hours',
			'Europe/Berlin',
			'2027-10-31T00:00:00+02:00',
			'2027-11-01T00:00:00+01:00',
			25
		],
		[
			'spring in New York, 23 hours',
			'America/New_York',
			'2027-03-14T00:00:00-05:00',
			'2027-03-15T00:00:00-04:00',
			23
		],
		[
			'any day in Shanghai',
			'Asia/Shanghai',
			'2027-03-28T00:00:00+08:00',
			'2027-03-29T00:00:00+08:00',
			24
		]
	] as const)('knows how long a day is: %s', async ([, timeZone, start, end, hours], { db }) => {
		const university = await anOrganisation(db, 'university');
		const platform = await aPlatform(db, university, { timeZone });
		const instrument = await anInstrument(db, platform, { rules: { horizon_days: 730 } });

		const day = await availability(db, { instrument, start, end });

		const [open] = day.open;
		const length = open ? (Date.parse(open.end) - Date.parse(open.start)) / 3_600_000 : 0;
		expect([day.open.length, length]).toEqual([1, hours]);
		expect(day.free).toEqual(day.open);
	});

	it('books in the hour that a clock change repeats', async ({ db }) => {
		const { ben, university } = await aCast(db);
		const platform = await aPlatform(db, university, { timeZone: 'Europe/Berlin' });
		const instrument = await anInstrument(db, platform, { rules: { horizon_days: 730 } });

		const first = await book(db, ben, {
			instrument,
			start: '2027-10-31T02:00:00+02:00',
			end: '2027-10-31T02:30:00+02:00'
		});
		const second = await book(db, ben, {
			instrument,
			start: '2027-10-31T02:00:00+01:00',
			end: '2027-10-31T02:30:00+01:00'
		});

		expect([first.status, second.status]).toEqual(['confirmed', 'confirmed']);
	});

	it('answers for 92 days and not for more', async ({ db }) => {
		const { instrument } = await aCast(db);

		const refusal = await refusalOf(
			availability(db, { instrument, start: inDays(0, '00:00'), end: inDays(93, '00:00') })
		);

		expect(refusal).toMatchObject({ code: 'PT422', key: 'period_too_long' });
	});
});

describe('judge_booking', () => {
	it('allows what book_instrument then books, at the same price', async ({ db }) => {
		const { ben, instrument } = await aCast(db);
		const wish = { instrument, start: inDays(2, '10:00'), end: inDays(2, '11:00') };

		const judgement = await judge(db, ben, wish);
		const booking = await book(db, ben, wish);

		expect(judgement).toMatchObject({ allowed: true, violations: [], alternatives: [] });
		expect(String(judgement.price?.amount_fen)).toBe(booking.price_fen);
	});

	it('names limit and actual value of a violated rule', async ({ db }) => {
		const { ben, instrument } = await aCast(db, { rules: { longest_minutes: 120 } });

		const judgement = await judge(db, ben, {
			instrument,
			start: inDays(2, '10:00'),
			end: inDays(2, '15:00')
		});

		expect(judgement).toMatchObject({
			allowed: false,
			violations: [{ rule: 'longest', limit: 120, actual: 300 }]
		});
	});

	it('offers what is nearest to the wish, shortened to what the rules allow', async ({ db }) => {
		const { ben, instrument } = await aCast(db, { hours: DAILY, rules: { longest_minutes: 120 } });

		const { alternatives } = await judge(db, ben, {
			instrument,
			start: inDays(2, '16:00'),
			end: inDays(2, '21:00')
		});

		expect(toTimes(alternatives)[0]).toBe('15:00–17:00');
	});

	it('writes nothing', async ({ db }) => {
		const { ben, instrument } = await aCast(db);

		await judge(db, ben, { instrument, start: inDays(2, '10:00'), end: inDays(2, '11:00') });

		const written = await db.query('select from public.bookings where instrument_id = $1', [
			instrument.id
		]);
		expect(written).toEqual([]);
	});
});
