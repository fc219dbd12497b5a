import { describe, expect } from 'vitest';
import { book, inDays, judge, letPass, type Booking } from '../../support/booking-calls.ts';
import { aCast, aRule, anInstrument } from '../../support/builders.ts';
import { it, refusalOf, type Db } from '../../support/database.ts';
import { call, previewRules, saveRules } from '../../support/workspace-calls.ts';

/** Has a booking, made now for a time to come, be one that was made and held so many days ago. */
async function letBePast(db: Db, booking: Booking, days: number): Promise<void> {
	await letPass(db, booking, days * 1440);
	await db.query(
		'update public.bookings set created_at = created_at - make_interval(days => $2) where id = $1',
		[booking.id, days]
	);
}

async function aPastBooking(
	db: Db,
	cast: Awaited<ReturnType<typeof aCast>>,
	from: string,
	to: string,
	who: 'ben' | 'eve' = 'ben'
) {
	const booking = await book(db, cast[who], {
		instrument: cast.instrument,
		start: inDays(2, from),
		end: inDays(2, to)
	});
	await letBePast(db, booking, 30);
	return booking;
}

describe('preview_rules', () => {
	it('says how many of the last ninety days would have been refused, and by which rule', async ({
		db
	}) => {
		const cast = await aCast(db);
		await aPastBooking(db, cast, '08:00', '09:00');
		const long = await aPastBooking(db, cast, '09:00', '13:00', 'eve');
		const edge = await aPastBooking(db, cast, '14:00', '14:30');

		const preview = await previewRules(
			db,
			cast.ada,
			{ instrument: cast.instrument },
			{ shortest_minutes: 60, longest_minutes: 180, purpose_required: true }
		);

		expect(preview).toMatchObject({
			bookings: 3,
			refused: 3,
			by_rule: [
				{ rule: 'purpose', bookings: 3 },
				{ rule: 'longest', bookings: 1 },
				{ rule: 'shortest', bookings: 1 }
			]
		});
		expect(preview.examples.map(({ id }) => id)).toEqual(
			expect.arrayContaining([long.id, edge.id])
		);
	});

	it('judges by the instant at which a booking was made', async ({ db }) => {
		const cast = await aCast(db);
		await aPastBooking(db, cast, '08:00', '09:00');

		const inTime = await previewRules(
			db,
			cast.ada,
			{ instrument: cast.instrument },
			{ lead_minutes: 60 }
		);
		const tooLate = await previewRules(
			db,
			cast.ada,
			{ instrument: cast.instrument },
			{ lead_minutes: 4 * 1440 }
		);

		expect(inTime).toMatchObject({ bookings: 1, refused: 0 });
		expect(tooLate).toMatchObject({ refused: 1, by_rule: [{ rule: 'lead_time', bookings: 1 }] });
	});

	it.for([
		[{ longest_minutes: 60 }],
		[{ shortest_minutes: 180 }],
		[{ granularity_minutes: 60, shortest_minutes: 60 }],
		[{ purpose_required: true }],
		[{ admits_outsiders: false }],
		[{ off_hours_admitted: false }],
		[{ lead_minutes: 4 * 1440 }],
		[{ horizon_days: 1 }]
	] as const)('agrees with the judge about %j', async ([rules], { db }) => {
		const cast = await aCast(db);
		const wish = {
			instrument: cast.instrument,
			start: inDays(2, '19:30'),
			end: inDays(2, '21:30')
		};
		const booking = await book(db, cast.ben, wish);
		await letBePast(db, booking, 30);

		const preview = await previewRules(db, cast.ada, { instrument: cast.instrument }, rules);
		await saveRules(db, cast.ada, { instrument: cast.instrument }, rules);
		const refusal = await refusalOf(book(db, cast.ben, wish));

		expect(preview.by_rule.map(({ rule }) => rule).sort()).toEqual([...refusal.rules].sort());
		expect(preview.refused).toBe(1);
	});

	it('refuses the later made of two bookings that are too close', async ({ db }) => {
		const cast = await aCast(db);
		const first = await aPastBooking(db, cast, '12:00', '13:00');
		await db.query(
			"update public.bookings set created_at = created_at - interval '1 hour' where id = $1",
			[first.id]
		);
		const second = await aPastBooking(db, cast, '10:00', '11:00');

		const preview = await previewRules(
			db,
			cast.ada,
			{ instrument: cast.instrument },
			{ gap_minutes: 120 }
		);

		expect(preview.by_rule).toEqual([{ rule: 'gap', bookings: 1 }]);
		expect(preview.examples.map(({ id }) => id)).toEqual([second.id]);
	});

	it('leaves out bookings that other rules judge', async ({ db }) => {
		const cast = await aCast(db);
		await aPastBooking(db, cast, '09:00', '13:00');
		await aRule(db, { instrument: cast.instrument }, { customer_kind: 'startup' });
		await db.query(
			"update public.booking_rules set valid_from = now() - interval '1 year' where customer_kind = 'startup'"
		);

		const preview = await previewRules(
			db,
			cast.ada,
			{ instrument: cast.instrument },
			{ longest_minutes: 60 }
		);

		expect(preview).toMatchObject({ bookings: 0, refused: 0 });
	});

	it('leaves nothing behind', async ({ db }) => {
		const cast = await aCast(db);
		const state = () =>
			db.query('select * from public.booking_rules where instrument_id = $1 order by id', [
				cast.instrument.id
			]);
		const before = await state();

		await previewRules(db, cast.ada, { instrument: cast.instrument }, { longest_minutes: 60 });

		expect(await state()).toEqual(before);
		expect(
			await judge(db, cast.ben, {
				instrument: cast.instrument,
				start: inDays(2, '08:00'),
				end: inDays(2, '12:00')
			})
		).toMatchObject({ allowed: true });
	});

	it.for([
		[
			'a lead time beyond the horizon',
			{ lead_minutes: 2880, horizon_days: 2 },
			'lead_beyond_horizon'
		],
		['a fee for no-shows where nobody checks in', { no_show_bp: 5000 }, 'nobody_misses'],
		['a fee for late cancellation without a deadline', { late_cancel_bp: 5000 }, 'nobody_is_late']
	] as const)('warns of %s', async ([, rules, warning], { db }) => {
		const cast = await aCast(db);

		const preview = await previewRules(db, cast.ada, { instrument: cast.instrument }, rules);

		expect(preview.warnings).toEqual([{ warning }]);
	});

	it('warns of a shortest length that never fits the hours', async ({ db }) => {
		const cast = await aCast(db, { hours: [[1, '08:00', '12:00']] });

		const fits = await previewRules(
			db,
			cast.ada,
			{ instrument: cast.instrument },
			{ shortest_minutes: 240 }
		);
		const never = await previewRules(
			db,
			cast.ada,
			{ instrument: cast.instrument },
			{ shortest_minutes: 270 }
		);

		expect(fits.warnings).toEqual([]);
		expect(never.warnings).toMatchObject([
			{ warning: 'shortest_never_fits', instruments: [{ id: cast.instrument.id }] }
		]);
	});

	it('warns of rules that close an instrument to the kind they are for', async ({ db }) => {
		const cast = await aCast(db);

		const preview = await previewRules(
			db,
			cast.ada,
			{ instrument: cast.instrument },
			{ admits_outsiders: false },
			'startup'
		);

		expect(preview.warnings).toEqual([{ warning: 'closed_to_its_kind' }]);
	});

	it('warns of rules of the platform that no instrument comes to', async ({ db }) => {
		const cast = await aCast(db);
		const scope = { platform: cast.platform };

		const alone = await previewRules(db, cast.ada, scope, { lead_minutes: 60 }, 'startup');
		await anInstrument(db, cast.platform, { rules: null });
		const reached = await previewRules(db, cast.ada, scope, { lead_minutes: 60 }, 'startup');

		expect(alone.warnings).toEqual([{ warning: 'never_reached' }]);
		expect(reached.warnings).toEqual([]);
	});

	it('is not for technicians', async ({ db }) => {
		const { tom, instrument } = await aCast(db);

		const refusal = await refusalOf(previewRules(db, tom, { instrument }, {}));

		expect(refusal).toMatchObject({ code: 'PT403', key: 'platform_not_yours' });
	});
});

describe('preview_tariff', () => {
	it('says what the last ninety days would have cost', async ({ db }) => {
		const cast = await aCast(db);
		await db.query("update public.tariffs set valid_from = now() - interval '1 year'");
		await aPastBooking(db, cast, '08:00', '09:00');
		await aPastBooking(db, cast, '09:00', '11:00', 'eve');

		const preview = await call<Record<string, number>>(db, cast.ada, 'preview_tariff', {
			customer_kind: 'startup',
			tariff: { rate_fen: 30_000, minimum_fen: 70_000 },
			instrument_id: cast.instrument.id
		});

		expect(preview).toMatchObject({
			bookings: 2,
			dearer: 1,
			cheaper: 1,
			before_fen: 180_000,
			after_fen: 140_000
		});
		const versions = await db.query(
			"select from public.tariffs where instrument_id = $1 and customer_kind = 'startup'",
			[cast.instrument.id]
		);
		expect(versions).toEqual([]);
	});

	it('is not for technicians', async ({ db }) => {
		const { tom, instrument } = await aCast(db);

		const refusal = await refusalOf(
			call(db, tom, 'preview_tariff', {
				customer_kind: 'startup',
				tariff: {},
				instrument_id: instrument.id
			})
		);

		expect(refusal).toMatchObject({ code: 'PT403', key: 'platform_not_yours' });
	});
});
