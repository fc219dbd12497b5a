import { describe, expect } from 'vitest';
import { book, inDays } from '../../support/booking-calls.ts';
import { aCast, anInstrument } from '../../support/builders.ts';
import { asAnonymous, it, refusalOf, type Db } from '../../support/database.ts';
import { call, type HolidayAnswer } from '../../support/workspace-calls.ts';

type Id = { id: string };
type Exception = { on_date: string; opens: string | null; closes: string | null; reason: string };

/** Open on weekdays, later on Mondays than on other days. */
const WEEKDAYS = [
	[1, '10:00', '12:00'],
	[1, '13:00', '18:00'],
	[2, '08:00', '17:00'],
	[5, '08:00', '17:00']
] as const;

function exceptionsOf(db: Db, instrument: Id, like = '%') {
	return db.query<Exception>(
		`select on_date::text, opens, closes, reason from public.opening_exceptions
		where instrument_id = $1 and on_date::text like $2 order by 1, 2`,
		[instrument.id, like]
	);
}

describe('the calendar of 2026', () => {
	it('is for everyone to read, with its make-up days', async ({ db }) => {
		const days = await asAnonymous(db, () =>
			db.one(
				`select
					count(*) filter (where not is_working_day)::integer as off,
					count(*) filter (where is_working_day)::integer as worked
				from public.holidays join public.holiday_calendars using (country, year)
				where country = 'CN' and year = 2026`
			)
		);

		expect(days).toEqual({ off: 33, worked: 6 });
	});

	it('gives every make-up day on a weekend', async ({ db }) => {
		const onWeekdays = await db.query(
			'select on_date from public.holidays where is_working_day and extract(isodow from on_date) < 6'
		);

		expect(onWeekdays).toEqual([]);
	});
});

describe('load_holidays', () => {
	it('closes the holidays, and opens the make-up days with the hours of a Monday', async ({
		db
	}) => {
		const { ada, instrument } = await aCast(db, { hours: WEEKDAYS.map((day) => day) });

		const answer = await call<HolidayAnswer>(db, ada, 'load_holidays', {
			instrument_ids: [instrument.id],
			year: 2026
		});

		expect(answer).toEqual({ changed: true, instruments: 1, days: 39, outside: [] });
		expect(await exceptionsOf(db, instrument, '2026-10-0%')).toHaveLength(7);
		expect(await exceptionsOf(db, instrument, '2026-10-10')).toEqual([
			{ on_date: '2026-10-10', opens: '10:00:00', closes: '12:00:00', reason: '国庆节' },
			{ on_date: '2026-10-10', opens: '13:00:00', closes: '18:00:00', reason: '国庆节' }
		]);
	});

	it('twice changes nothing the second time', async ({ db }) => {
		const { ada, instrument } = await aCast(db);
		const year = { instrument_ids: [instrument.id], year: 2026 };
		await call(db, ada, 'load_holidays', year);
		const before = await exceptionsOf(db, instrument);

		const again = await call<HolidayAnswer>(db, ada, 'load_holidays', year);

		expect(again).toMatchObject({ changed: false, instruments: 0 });
		expect(await exceptionsOf(db, instrument)).toEqual(before);
	});

	it('leaves what was written by hand, also when it is taken out again', async ({ db }) => {
		const { ada, instrument } = await aCast(db);
		await call(db, ada, 'set_opening_exceptions', {
			instrument_id: instrument.id,
			on_date: '2026-10-03',
			spans: [{ opens: '09:00', closes: '12:00' }],
			reason: '值班开放'
		});
		const byHand = [
			{ on_date: '2026-10-03', opens: '09:00:00', closes: '12:00:00', reason: '值班开放' }
		];
		const year = { instrument_ids: [instrument.id], year: 2026 };

		await call(db, ada, 'load_holidays', year);
		const loaded = await exceptionsOf(db, instrument, '2026-10-03');
		await call(db, ada, 'unload_holidays', year);
		const left = await exceptionsOf(db, instrument);

		expect(loaded).toEqual(byHand);
		expect(left).toEqual(byHand);
	});

	it('takes the days of another year from a file, and names the bookings in the way', async ({
		db
	}) => {
		const { ada, ben, instrument } = await aCast(db);
		const booking = await book(db, ben, {
			instrument,
			start: inDays(20, '10:00'),
			end: inDays(20, '12:00')
		});
		const onDate = inDays(20, '10:00').slice(0, 10);
		const file = {
			instrument_ids: [instrument.id],
			year: Number(onDate.slice(0, 4)),
			days: [{ on_date: onDate, name: '校庆', is_working_day: false }]
		};

		const previewed = await call<HolidayAnswer>(db, ada, 'load_holidays', {
			...file,
			dry_run: true
		});
		const stillOpen = await exceptionsOf(db, instrument);
		const loaded = await call<HolidayAnswer>(db, ada, 'load_holidays', file);

		expect(stillOpen).toEqual([]);
		expect(previewed).toEqual(loaded);
		expect(loaded.outside.map(({ id }) => id)).toEqual([booking.id]);
	});

	it('is refused for a year that is not known, without a file', async ({ db }) => {
		const { ada, instrument } = await aCast(db);

		const refusal = await refusalOf(
			call(db, ada, 'load_holidays', { instrument_ids: [instrument.id], year: 2199 })
		);

		expect(refusal).toMatchObject({ code: 'PT404', key: 'holiday_calendar_not_found' });
	});

	it.for([
		['a day of another year', [{ on_date: '2025-05-01', name: '劳动节', is_working_day: false }]],
		['a day without a name', [{ on_date: '2026-05-01', name: '', is_working_day: false }]],
		[
			'the same day twice',
			[
				{ on_date: '2026-05-01', name: '劳动节', is_working_day: false },
				{ on_date: '2026-05-01', name: '劳动节', is_working_day: true }
			]
		],
		['nothing in it', []]
	] as const)('is refused with %s', async ([, days], { db }) => {
		const { ada, instrument } = await aCast(db);

		const refusal = await refusalOf(
			call(db, ada, 'load_holidays', { instrument_ids: [instrument.id], year: 2026, days })
		);

		expect(refusal).toMatchObject({ code: 'PT422', key: 'holidays_malformed' });
	});

	it('is refused as a whole when one instrument is not theirs', async ({ db }) => {
		const { ada, instrument } = await aCast(db);
		const other = await aCast(db);
		const foreign = await anInstrument(db, other.platform);

		const refusal = await refusalOf(
			call(db, ada, 'load_holidays', { instrument_ids: [instrument.id, foreign.id], year: 2026 })
		);

		expect(refusal).toMatchObject({ code: 'PT403', key: 'platform_not_yours' });
		expect(await exceptionsOf(db, instrument)).toEqual([]);
	});

	it('is not for technicians', async ({ db }) => {
		const { tom, instrument } = await aCast(db);

		const refusal = await refusalOf(
			call(db, tom, 'load_holidays', { instrument_ids: [instrument.id], year: 2026 })
		);

		expect(refusal).toMatchObject({ code: 'PT403', key: 'platform_not_yours' });
	});
});
