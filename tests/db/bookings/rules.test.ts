import { describe, expect } from 'vitest';
import { availability, book, inDays, judge, move } from '../../support/booking-calls.ts';
import {
	aCast,
	aMembership,
	anInstrument,
	anOrganisation,
	aPerson,
	aQuota,
	aRule,
	aTariff
} from '../../support/builders.ts';
import { asAnonymous, it, refusalOf, type Db } from '../../support/database.ts';

const TEN = inDays(2, '10:00');
const NOON = inDays(2, '12:00');

async function ruleOf(db: Db, booking: { id: string }): Promise<string> {
	const { rule_id } = await db.one<{ rule_id: string }>(
		'select rule_id from public.bookings where id = $1',
		[booking.id]
	);
	return rule_id;
}

describe('the rules that hold', () => {
	it('are told to a visitor, as to a startup', async ({ db }) => {
		const { instrument } = await aCast(db, { rules: { longest_minutes: 480 } });

		const told = await asAnonymous(db, () =>
			db.query(
				`select rules.longest_minutes
				from public.instruments
				cross join lateral public.current_rules(instruments) as rules
				where instruments.id = $1`,
				[instrument.id]
			)
		);

		expect(told).toEqual([{ longest_minutes: 480 }]);
	});

	it('are those of the instrument and kind of customer before all others', async ({ db }) => {
		const cast = await aCast(db, { rules: { longest_minutes: 480 } });
		await aRule(db, { platform: cast.platform }, { longest_minutes: 60 });
		await aRule(db, { platform: cast.platform }, { customer_kind: 'startup', longest_minutes: 60 });
		const closest = await aRule(
			db,
			{ instrument: cast.instrument },
			{ customer_kind: 'startup', longest_minutes: 120 }
		);

		const booking = await book(db, cast.ben, { ...cast, start: TEN, end: NOON });
		const refusal = await refusalOf(
			book(db, cast.ben, { ...cast, start: inDays(3, '10:00'), end: inDays(3, '13:00') })
		);

		expect(await ruleOf(db, booking)).toBe(closest.id);
		expect(refusal.rules).toEqual(['longest']);
	});

	it('are those of the platform where the instrument has none', async ({ db }) => {
		const cast = await aCast(db, { rules: null });
		const rule = await aRule(db, { platform: cast.platform });

		const booking = await book(db, cast.ben, { ...cast, start: TEN, end: NOON });

		expect(await ruleOf(db, booking)).toBe(rule.id);
	});

	it('are not those of another kind of customer', async ({ db }) => {
		const cast = await aCast(db);
		await aRule(
			db,
			{ instrument: cast.instrument },
			{ customer_kind: 'academic', admits_outsiders: false }
		);

		const booking = await book(db, cast.ben, { ...cast, start: TEN, end: NOON });

		expect(booking.status).toBe('confirmed');
	});

	it('can be open to makerspaces and closed to companies', async ({ db }) => {
		const cast = await aCast(db);
		await aRule(
			db,
			{ instrument: cast.instrument },
			{ customer_kind: 'company', admits_outsiders: false }
		);
		const [maker, clerk] = [await aPerson(db, 'Mia'), await aPerson(db, 'Carl')];
		const makerspace = await anOrganisation(db, 'makerspace', 'Werkstatt');
		const company = await anOrganisation(db, 'company', 'Konzern');
		await aMembership(db, { person: maker, organisation: makerspace, role: 'member' });
		await aMembership(db, { person: clerk, organisation: company, role: 'member' });

		const refusal = await refusalOf(book(db, clerk, { ...cast, start: TEN, end: NOON }));
		const booking = await book(db, maker, { ...cast, start: TEN, end: NOON });

		expect(refusal.rules).toEqual(['outsiders']);
		expect(booking.status).toBe('confirmed');
	});

	it('change for bookings that begin after the change, and the calendar with them', async ({
		db
	}) => {
		const cast = await aCast(db, { rules: null });
		const turn = inDays(3, '00:00');
		await aRule(db, { instrument: cast.instrument }, { valid_until: turn });
		await aRule(
			db,
			{ instrument: cast.instrument },
			{ version: 2, valid_from: turn, shortest_minutes: 120 }
		);
		const hour = {
			instrument: cast.instrument,
			start: inDays(3, '10:00'),
			end: inDays(3, '11:00')
		};

		const before = await book(db, cast.ben, { ...cast, start: TEN, end: inDays(2, '10:30') });
		const refusal = await refusalOf(book(db, cast.ben, hour));

		expect(before.status).toBe('confirmed');
		expect(refusal.rules).toEqual(['shortest']);
	});

	it('cannot be of one scope and kind twice at a time', async ({ db }) => {
		const { instrument } = await aCast(db);

		const error = await refusalOf(aRule(db, { instrument }, { version: 2 }));

		expect(error.code).toBe('23P01');
	});

	it('are not in force for ever when they end', async ({ db }) => {
		const cast = await aCast(db, { rules: { valid_until: inDays(1, '00:00') } });

		const refusal = await refusalOf(book(db, cast.ben, { ...cast, start: TEN, end: NOON }));

		expect(refusal.rules).toEqual(['not_bookable']);
	});
});

describe('a tariff', () => {
	it('is that of the customer’s kind, frozen with the booking', async ({ db }) => {
		const cast = await aCast(db);
		await aTariff(
			db,
			{ instrument: cast.instrument },
			{ customer_kind: 'startup', rate_fen: 20_000 }
		);

		const booking = await book(db, cast.ben, { ...cast, start: TEN, end: NOON });
		await db.query('update public.tariffs set rate_fen = 1 where instrument_id = $1', [
			cast.instrument.id
		]);
		const { price_fen } = await db.one<{ price_fen: string }>(
			'select price_fen from public.bookings where id = $1',
			[booking.id]
		);

		expect(booking.price_fen).toBe('40000');
		expect(price_fen).toBe('40000');
	});

	it.for([
		['by the hour', { rate_fen: 10_000 }, 20_000],
		['by the booking', { rate_fen: 10_000, basis: 'session' }, 10_000],
		['at least the minimum charge', { rate_fen: 10_000, minimum_fen: 50_000 }, 50_000],
		['nothing where it is free', { rate_fen: 0 }, 0],
		['by arrangement where there is no rate', { rate_fen: null }, null]
	] as const)('asks %s', async ([, tariff, expected], { db }) => {
		const cast = await aCast(db, { tariffs: [tariff] });

		const { price } = await judge(db, cast.ben, { ...cast, start: TEN, end: NOON });

		expect(price?.amount_fen).toBe(expected);
	});

	it('prices the part of a booking that lies in the night apart', async ({ db }) => {
		const cast = await aCast(db, { tariffs: [{ rate_fen: 10_000, off_hours_bp: 20_000 }] });
		const monday = await db.one<{ start: string; end: string }>(
			`select
				to_char(day + time '19:00', 'YYYY-MM-DD"T"HH24:MI:SS+08:00') as start,
				to_char(day + time '22:00', 'YYYY-MM-DD"T"HH24:MI:SS+08:00') as end
			from (select date_trunc('week', now() at time zone 'Asia/Shanghai') + interval '7 days') as week (day)`
		);

		const { price } = await judge(db, cast.ben, { ...cast, ...monday });

		// An hour by day and two by night.
		expect(price?.amount_fen).toBe(50_000);
	});

	it('of the platform holds where the instrument has none', async ({ db }) => {
		const cast = await aCast(db, { tariffs: [] });
		await aTariff(db, { platform: cast.platform }, { rate_fen: 30_000 });

		const booking = await book(db, cast.ben, { ...cast, start: TEN, end: NOON });

		expect(booking.price_fen).toBe('60000');
	});
});

describe('a rule', () => {
	it('keeps two bookings of one organisation apart, and leaves the gap to others', async ({
		db
	}) => {
		const cast = await aCast(db, { rules: { gap_minutes: 120 } });
		await book(db, cast.ben, { ...cast, start: TEN, end: NOON });
		const next = { instrument: cast.instrument, start: NOON, end: inDays(2, '13:00') };

		const refusal = await refusalOf(book(db, cast.olga, next));
		const other = await book(db, cast.eve, next);

		expect(refusal.rules).toEqual(['gap']);
		expect(other.status).toBe('confirmed');
	});

	it('closes nights and weekends to those whom it does not admit then', async ({ db }) => {
		const cast = await aCast(db, { rules: { off_hours_admitted: false } });

		const refusal = await refusalOf(
			book(db, cast.ben, { ...cast, start: inDays(2, '06:00'), end: inDays(2, '09:00') })
		);

		expect(refusal.rules).toEqual(['off_hours']);
	});

	it('wants to know the purpose where it asks for one', async ({ db }) => {
		const cast = await aCast(db, { rules: { purpose_required: true } });
		const wish = { instrument: cast.instrument, start: TEN, end: NOON };

		const refusal = await refusalOf(book(db, cast.ben, { ...wish, purpose: '  ' }));
		const judged = await judge(db, cast.ben, wish);
		const booking = await book(db, cast.ben, { ...wish, purpose: 'Steel grains' });

		expect(refusal.rules).toEqual(['purpose']);
		expect(judged.allowed).toBe(true);
		expect(booking.status).toBe('confirmed');
	});

	describe('that asks for a qualification', () => {
		async function aQualifiedCast(db: Db, expires: string | null) {
			const cast = await aCast(db, { rules: null });
			const course = await db.one<{ id: string }>(
				`insert into public.courses (platform_id, name) values ($1, 'SEM basics') returning id`,
				[cast.platform.id]
			);
			await aRule(db, { instrument: cast.instrument }, { course_id: course.id });
			if (expires !== null) {
				await db.query(
					`insert into public.qualifications (person_id, course_id, granted_at, expires_at)
					values ($1, $2, now() - interval '1 year', $3)`,
					[cast.ben.id, course.id, expires]
				);
			}
			return cast;
		}

		it('refuses who has none', async ({ db }) => {
			const cast = await aQualifiedCast(db, null);

			const { violations } = await judge(db, cast.ben, { ...cast, start: TEN, end: NOON });

			expect(violations).toMatchObject([
				{ rule: 'qualification', limit: 'SEM basics', lifted_by: 'lab' }
			]);
		});

		it('refuses a time that ends after it has lapsed, and takes one before', async ({ db }) => {
			const cast = await aQualifiedCast(db, inDays(2, '11:00'));

			const refusal = await refusalOf(book(db, cast.ben, { ...cast, start: TEN, end: NOON }));
			const booking = await book(db, cast.ben, { ...cast, start: TEN, end: inDays(2, '11:00') });

			expect(refusal.rules).toEqual(['qualification']);
			expect(booking.status).toBe('confirmed');
		});

		it('refuses who has lost it', async ({ db }) => {
			const cast = await aQualifiedCast(db, inDays(30, '11:00'));
			await db.query(
				`update public.qualifications set revoked_at = now(), revoke_reason = 'Broke the stage'
				where person_id = $1`,
				[cast.ben.id]
			);

			const refusal = await refusalOf(book(db, cast.ben, { ...cast, start: TEN, end: NOON }));

			expect(refusal.rules).toEqual(['qualification']);
		});
	});
});

describe('a quota', () => {
	const DAY = {
		first: { start: inDays(2, '08:00'), end: inDays(2, '10:00') },
		second: { start: inDays(2, '10:00'), end: inDays(2, '12:00') },
		nextDay: { start: inDays(3, '08:00'), end: inDays(3, '10:00') }
	};

	it.for([
		['bookings of a person a day', 'person', 'bookings', 'day', 1],
		['minutes of a person a day', 'person', 'minutes', 'day', 180],
		['bookings of an organisation a day', 'organisation', 'bookings', 'day', 1],
		['minutes of an organisation a day', 'organisation', 'minutes', 'day', 239]
	] as const)('bounds the %s', async ([, holder, measure, span, at_most], { db }) => {
		const cast = await aCast(db);
		const { instrument } = cast;
		await aQuota(db, { instrument }, { holder, measure, span, at_most });
		await book(db, cast.ben, { instrument, ...DAY.first });

		const refusal = await refusalOf(book(db, cast.ben, { instrument, ...DAY.second }));
		const later = await book(db, cast.ben, { instrument, ...DAY.nextDay });

		expect(refusal.rules).toEqual([`quota_${holder}_${measure}_${span}`]);
		expect(later.status).toBe('confirmed');
	});

	it.for(['week', 'month', 'year'] as const)('counts over a %s', async (span, { db }) => {
		const cast = await aCast(db);
		const { instrument } = cast;
		await aQuota(db, { instrument }, { holder: 'person', measure: 'bookings', span, at_most: 1 });
		const days = await db.one<{ first: string; second: string }>(
			`select
				to_char(day + time '10:00', 'YYYY-MM-DD"T"HH24:MI:SS+08:00') as first,
				to_char(day + interval '1 day' + time '10:00', 'YYYY-MM-DD"T"HH24:MI:SS+08:00') as second
			from (
				select date_trunc($1, now() at time zone 'Asia/Shanghai' + interval '1 month')
					+ interval '10 days' * ($1 <> 'week')::integer
			) as spans (day)`,
			[span === 'year' ? 'month' : span]
		);
		const hour = (start: string) => ({ start, end: start.replace('T10', 'T11') });
		await book(db, cast.ben, { instrument, ...hour(days.first) });

		const refusal = await refusalOf(book(db, cast.ben, { instrument, ...hour(days.second) }));

		expect(refusal.rules).toEqual([`quota_person_bookings_${span}`]);
	});

	it('bounds what a customer has ahead of them', async ({ db }) => {
		const cast = await aCast(db);
		const { instrument } = cast;
		await aQuota(
			db,
			{ instrument },
			{ holder: 'organisation', measure: 'minutes', span: 'outstanding', at_most: 240 }
		);
		await book(db, cast.ben, { instrument, ...DAY.first });
		await book(db, cast.olga, { instrument, ...DAY.nextDay });

		const refusal = await refusalOf(book(db, cast.ben, { instrument, ...DAY.second }));

		expect(refusal.rules).toEqual(['quota_organisation_minutes_outstanding']);
	});

	it('of a platform counts the bookings of all its instruments', async ({ db }) => {
		const cast = await aCast(db);
		const other = await anInstrument(db, cast.platform);
		await aQuota(
			db,
			{ platform: cast.platform },
			{ holder: 'organisation', measure: 'bookings', span: 'day', at_most: 1 }
		);
		await book(db, cast.ben, { instrument: cast.instrument, ...DAY.first });

		const refusal = await refusalOf(book(db, cast.olga, { instrument: other, ...DAY.first }));
		const rival = await book(db, cast.eve, { instrument: other, ...DAY.first });

		expect(refusal.rules).toEqual(['quota_organisation_bookings_day']);
		expect(rival.status).toBe('confirmed');
	});

	it('counts a booking that is moved once', async ({ db }) => {
		const cast = await aCast(db);
		const { instrument } = cast;
		await aQuota(
			db,
			{ instrument },
			{ holder: 'person', measure: 'bookings', span: 'day', at_most: 1 }
		);
		const booking = await book(db, cast.ben, { instrument, ...DAY.first });

		const moved = await move(db, cast.ben, booking, DAY.second.start, DAY.second.end);

		expect(moved.starts_at.toISOString()).toBe(new Date(DAY.second.start).toISOString());
	});

	it('is for one kind of customer where it says so', async ({ db }) => {
		const cast = await aCast(db);
		const { instrument } = cast;
		await aQuota(
			db,
			{ instrument },
			{
				holder: 'person',
				measure: 'bookings',
				span: 'day',
				at_most: 0,
				customer_kind: 'academic'
			}
		);

		const booking = await book(db, cast.ben, { instrument, ...DAY.first });

		expect(booking.status).toBe('confirmed');
	});

	it('offers the days on which something is left', async ({ db }) => {
		const cast = await aCast(db);
		const { instrument } = cast;
		await aQuota(
			db,
			{ instrument },
			{ holder: 'person', measure: 'bookings', span: 'day', at_most: 1 }
		);
		await book(db, cast.ben, { instrument, ...DAY.first });

		const { alternatives } = await refusalOf(book(db, cast.ben, { instrument, ...DAY.second }));
		const [nearest] = alternatives;
		const booked = nearest && (await book(db, cast.ben, { instrument, ...nearest }));

		expect(alternatives).toHaveLength(3);
		expect(booked?.status).toBe('confirmed');
	});
});

describe('the calendar of a customer', () => {
	it('bars the days on which their quota is used up, and only to them', async ({ db }) => {
		const cast = await aCast(db);
		const { instrument } = cast;
		await aQuota(
			db,
			{ instrument },
			{ holder: 'person', measure: 'bookings', span: 'day', at_most: 1 }
		);
		await book(db, cast.ben, { instrument, start: TEN, end: NOON });
		const day = { instrument, start: inDays(2, '00:00'), end: inDays(3, '00:00') };

		const own = await availability(db, day, { person: cast.ben, organisation: cast.startup });
		const others = await availability(db, day, { person: cast.eve, organisation: cast.rival });

		expect(own.free).toEqual([]);
		expect(own.barred).toMatchObject([{ rule: 'quota_person_bookings_day' }]);
		expect(others.barred).toEqual([]);
		expect(others.free).toHaveLength(2);
	});

	it('bars all of it while they are suspended', async ({ db }) => {
		const cast = await aCast(db);
		await db.query(
			`insert into public.suspensions (platform_id, organisation_id, ends_at, reason, suspended_by)
			values ($1, $2, now() + interval '7 days', 'Samples left behind', $3)`,
			[cast.platform.id, cast.startup.id, cast.ada.id]
		);
		const day = { instrument: cast.instrument, start: inDays(2, '00:00'), end: inDays(3, '00:00') };

		const own = await availability(db, day, { person: cast.ben, organisation: cast.startup });
		const refusal = await refusalOf(book(db, cast.ben, { ...cast, start: TEN, end: NOON }));

		expect(own.free).toEqual([]);
		expect(own.barred).toMatchObject([{ rule: 'suspended' }]);
		expect(refusal).toMatchObject({ rules: ['suspended'], alternatives: [] });
	});
});

describe('a refusal', () => {
	it('names equivalent instruments that are free at the wished time', async ({ db }) => {
		const cast = await aCast(db);
		const twin = await anInstrument(db, cast.platform, { name: 'Zwilling' });
		await db.query(
			`update public.instruments set class_level = 3, class_code = '010102' where id = any($1)`,
			[[cast.instrument.id, twin.id]]
		);
		await book(db, cast.eve, { ...cast, start: TEN, end: NOON });

		const { equivalents } = await judge(db, cast.ben, { ...cast, start: TEN, end: NOON });

		// Those of the same platform come first.
		expect(equivalents[0]).toMatchObject({ instrument: { id: twin.id, name: 'Zwilling' } });
	});

	it('says of each rule who may lift it', async ({ db }) => {
		const cast = await aCast(db, { rules: { longest_minutes: 60 } });
		await book(db, cast.eve, { ...cast, start: TEN, end: inDays(2, '11:00') });

		const { violations } = await judge(db, cast.ben, { ...cast, start: TEN, end: NOON });

		expect(violations.map(({ rule, lifted_by }) => [rule, lifted_by])).toEqual([
			['longest', 'lab'],
			['overlap', null]
		]);
	});
});

describe('the lab', () => {
	it('books for a customer, and lifts a rule with a reason that is kept', async ({ db }) => {
		const cast = await aCast(db, { rules: { longest_minutes: 60 } });

		const booking = await book(db, cast.tom, {
			...cast,
			start: TEN,
			end: NOON,
			customer: cast.ben,
			lift: ['longest'],
			liftReason: 'Long run agreed by phone'
		});
		const kept = await db.one<object>(
			'select person_id, booked_by, lifted, lift_reason from public.bookings where id = $1',
			[booking.id]
		);

		expect(kept).toMatchObject({
			person_id: cast.ben.id,
			booked_by: cast.tom.id,
			lifted: [{ rule: 'longest', limit: 60, actual: 120 }],
			lift_reason: 'Long run agreed by phone'
		});
	});

	it('cannot lift what others hold', async ({ db }) => {
		const cast = await aCast(db);
		await book(db, cast.eve, { ...cast, start: TEN, end: NOON });

		const refusal = await refusalOf(
			book(db, cast.tom, {
				...cast,
				start: TEN,
				end: NOON,
				customer: cast.ben,
				lift: ['overlap'],
				liftReason: 'Important'
			})
		);

		expect(refusal).toMatchObject({ code: 'PT409', rules: ['overlap'] });
	});

	it('has to say why it lifts a rule', async ({ db }) => {
		const cast = await aCast(db, { rules: { longest_minutes: 60 } });

		const refusal = await refusalOf(
			book(db, cast.tom, { ...cast, start: TEN, end: NOON, lift: ['longest'] })
		);

		expect(refusal.key).toBe('reason_needed');
	});

	it('alone may lift rules, and book for others', async ({ db }) => {
		const cast = await aCast(db, { rules: { longest_minutes: 60 } });
		const wish = { ...cast, start: TEN, end: NOON };

		const lifting = await refusalOf(
			book(db, cast.ben, { ...wish, lift: ['longest'], liftReason: 'Please' })
		);
		const posing = await refusalOf(book(db, cast.ben, { ...wish, customer: cast.eve }));

		expect(lifting).toMatchObject({ code: 'PT403', key: 'lift_not_allowed' });
		expect(posing).toMatchObject({ code: 'PT403', key: 'person_not_yours' });
	});
});
