import { describe, expect } from 'vitest';
import { book, inDays } from '../../support/booking-calls.ts';
import { aCast, aRule } from '../../support/builders.ts';
import { it, refusalOf, type Db } from '../../support/database.ts';
import { call, saveRules, sendKey, type Version } from '../../support/workspace-calls.ts';

type Id = { id: string };

const LATER = '2199-01-01T00:00:00Z';
const EVEN_LATER = '2199-06-01T00:00:00Z';

/** Version by version, with whether it holds now, will hold, or never held. */
function versionsOf(db: Db, table: string, scope: Id) {
	return db.query<{ version: number; stands: string }>(
		`select version,
			case
				when valid_until = valid_from then 'taken back'
				when valid_until <= clock_timestamp() then 'over'
				when valid_from > clock_timestamp() then 'to come'
				else 'in force'
			end as stands
		from public.${table} where scope_id = $1 and customer_kind = 'everyone' order by version`,
		[scope.id]
	);
}

describe('save_rules', () => {
	it('ends the version in force and begins the next, with what was not given as it was', async ({
		db
	}) => {
		const { ada, instrument } = await aCast(db, { rules: { longest_minutes: 240 } });

		const saved = await saveRules(db, ada, { instrument }, { lead_minutes: 120 });

		expect(saved).toMatchObject({ version: 2, lead_minutes: 120, longest_minutes: 240 });
		expect(await versionsOf(db, 'booking_rules', instrument)).toEqual([
			{ version: 1, stands: 'over' },
			{ version: 2, stands: 'in force' }
		]);
	});

	it('leaves bookings the version they were made under', async ({ db }) => {
		const { ada, ben, instrument } = await aCast(db);
		const booking = await book(db, ben, {
			instrument,
			start: inDays(2, '09:00'),
			end: inDays(2, '11:00')
		});

		await saveRules(db, ada, { instrument }, { longest_minutes: 60 });

		const { version } = await db.one<{ version: number }>(
			`select rules.version from public.bookings
			join public.booking_rules as rules on rules.id = bookings.rule_id where bookings.id = $1`,
			[booking.id]
		);
		expect(version).toBe(1);
		const refusal = await refusalOf(
			book(db, ben, { instrument, start: inDays(3, '09:00'), end: inDays(3, '11:00') })
		);
		expect(refusal.rules).toEqual(['longest']);
	});

	it('for later lets the present version hold until then', async ({ db }) => {
		const { ada, ben, instrument } = await aCast(db);

		await saveRules(db, ada, { instrument }, { longest_minutes: 60 }, { valid_from: LATER });

		expect(await versionsOf(db, 'booking_rules', instrument)).toEqual([
			{ version: 1, stands: 'in force' },
			{ version: 2, stands: 'to come' }
		]);
		const booking = await book(db, ben, {
			instrument,
			start: inDays(2, '09:00'),
			end: inDays(2, '11:00')
		});
		expect(booking.status).toBe('confirmed');
	});

	it('takes back a version that had not begun, and keeps it on record', async ({ db }) => {
		const { ada, instrument } = await aCast(db);
		await saveRules(db, ada, { instrument }, { longest_minutes: 60 }, { valid_from: EVEN_LATER });

		await saveRules(db, ada, { instrument }, { longest_minutes: 90 }, { valid_from: LATER });

		expect(await versionsOf(db, 'booking_rules', instrument)).toEqual([
			{ version: 1, stands: 'in force' },
			{ version: 2, stands: 'taken back' },
			{ version: 3, stands: 'to come' }
		]);
	});

	it('counts the versions of each kind of customer apart', async ({ db }) => {
		const { ada, platform, instrument } = await aCast(db);

		const ofInstrument = await saveRules(db, ada, { instrument }, {}, { customer_kind: 'startup' });
		const ofPlatform = await saveRules(db, ada, { platform }, { lead_minutes: 60 });

		expect(ofInstrument).toMatchObject({ version: 1, customer_kind: 'startup' });
		expect(ofPlatform).toMatchObject({ version: 1, platform_id: platform.id, lead_minutes: 60 });
	});

	it('with the same key makes one version', async ({ db }) => {
		const { ada, instrument } = await aCast(db);
		await sendKey(db, 'once');

		const first = await saveRules(db, ada, { instrument }, { lead_minutes: 120 });
		const second = await saveRules(db, ada, { instrument }, { lead_minutes: 120 });

		expect(second).toEqual(first);
		expect(await versionsOf(db, 'booking_rules', instrument)).toHaveLength(2);
	});

	it('writes who changed what into the audit', async ({ db }) => {
		const { ada, instrument } = await aCast(db);

		const saved = await saveRules(db, ada, { instrument }, { lead_minutes: 120 });

		const entry = await db.one(
			`select person_id, action, before ->> 'lead_minutes' as before, after ->> 'lead_minutes' as after
			from public.audit_entries where subject_type = 'booking_rules' and subject_id = $1`,
			[saved.id]
		);
		expect(entry).toEqual({ person_id: ada.id, action: 'save', before: '0', after: '120' });
	});

	it.for(['tom', 'ben'] as const)(
		'is refused to %s, who does not manage the platform',
		async (who, { db }) => {
			const cast = await aCast(db);

			const ofInstrument = await refusalOf(
				saveRules(db, cast[who], { instrument: cast.instrument }, {})
			);
			const ofPlatform = await refusalOf(saveRules(db, cast[who], { platform: cast.platform }, {}));

			expect([ofInstrument.key, ofPlatform.key]).toEqual([
				'platform_not_yours',
				'platform_not_yours'
			]);
		}
	);

	it.for([
		['a time that has passed', {}, { valid_from: '2020-01-01T00:00:00Z' }, 'validity_past'],
		['a value that is none', { version: 7 }, {}, 'value_unknown'],
		['no value where one must be', { lead_minutes: null }, {}, 'value_missing'],
		[
			'a length off the grid',
			{ shortest_minutes: 45 },
			{},
			'booking_rules_lengths_fit_the_granularity'
		]
	] as const)('is refused with %s', async ([, rules, more, key], { db }) => {
		const { ada, instrument } = await aCast(db);

		const refusal = await refusalOf(saveRules(db, ada, { instrument }, rules, more));

		expect(refusal.key).toContain(key);
	});

	it('is refused with a course of another platform', async ({ db }) => {
		const { ada, instrument } = await aCast(db);
		const other = await aCast(db);
		const course = await db.one<Id>(
			"insert into public.courses (platform_id, name) values ($1, 'Fremd') returning id",
			[other.platform.id]
		);

		const refusal = await refusalOf(saveRules(db, ada, { instrument }, { course_id: course.id }));

		expect(refusal).toMatchObject({ code: 'PT422', key: 'course_not_found' });
	});

	it('is refused for both an instrument and a platform, and for neither', async ({ db }) => {
		const { ada, platform, instrument } = await aCast(db);
		const rules = { customer_kind: 'everyone', rules: {} };

		const both = await refusalOf(
			call(db, ada, 'save_rules', {
				...rules,
				platform_id: platform.id,
				instrument_id: instrument.id
			})
		);
		const neither = await refusalOf(call(db, ada, 'save_rules', rules));

		expect([both.key, neither.key]).toEqual(['scope_ambiguous', 'scope_ambiguous']);
	});

	it('is refused for a platform that there is not', async ({ db }) => {
		const { ada, instrument } = await aCast(db);

		const refusal = await refusalOf(saveRules(db, ada, { platform: instrument }, {}));

		expect(refusal).toMatchObject({ code: 'PT404', key: 'platform_not_found' });
	});
});

describe('end_rules', () => {
	it('lets the rules of the platform hold again', async ({ db }) => {
		const { ada, ben, platform, instrument } = await aCast(db, { rules: { longest_minutes: 60 } });
		await aRule(db, { platform }, { longest_minutes: 240 });
		const { id } = await db.one<Id>(
			'select id from public.booking_rules where instrument_id = $1',
			[instrument.id]
		);
		const wish = { instrument, start: inDays(2, '09:00'), end: inDays(2, '12:00') };
		const before = await refusalOf(book(db, ben, wish));

		await call(db, ada, 'end_rules', { rules_id: id });

		expect(before.rules).toEqual(['longest']);
		expect(await book(db, ben, wish)).toMatchObject({ status: 'confirmed' });
	});

	it('takes back a version that has not begun', async ({ db }) => {
		const { ada, instrument } = await aCast(db);
		const coming = await saveRules(
			db,
			ada,
			{ instrument },
			{ lead_minutes: 60 },
			{ customer_kind: 'startup', valid_from: LATER }
		);

		const ended = await call<Version>(db, ada, 'end_rules', { rules_id: coming.id });

		expect(ended.valid_until).toEqual(coming.valid_from);
	});

	it('is refused for a version that is over', async ({ db }) => {
		const { ada, instrument } = await aCast(db);
		const { id } = await db.one<Id>(
			'select id from public.booking_rules where instrument_id = $1',
			[instrument.id]
		);
		await saveRules(db, ada, { instrument }, { lead_minutes: 60 });

		const refusal = await refusalOf(call(db, ada, 'end_rules', { rules_id: id }));

		expect(refusal).toMatchObject({ code: 'PT409', key: 'version_ended' });
	});
});

describe.for([
	['end_rules', 'rules_id', 'booking_rules', 'rules_not_found'],
	['end_tariff', 'tariff_id', 'tariffs', 'tariff_not_found'],
	['end_quota', 'quota_id', 'booking_quotas', 'quota_not_found']
] as const)('%s', ([name, argument, table, key]) => {
	it('does not find what is not there', async ({ db }) => {
		const { ada, instrument } = await aCast(db);

		const refusal = await refusalOf(call(db, ada, name, { [argument]: instrument.id }));

		expect(refusal).toMatchObject({ code: 'PT404', key });
	});

	it('is not for technicians', async ({ db }) => {
		const { ada, tom, instrument } = await aCast(db);
		await call(db, ada, 'save_quota', { ...A_QUOTA, instrument_id: instrument.id });
		const [row] = await db.query<Id>(`select id from public.${table} where instrument_id = $1`, [
			instrument.id
		]);

		const refusal = await refusalOf(call(db, tom, name, { [argument]: row?.id }));

		expect(refusal).toMatchObject({ code: 'PT403', key: 'platform_not_yours' });
	});
});

describe('save_tariff', () => {
	it('is what bookings cost from then on, and what they cost stays frozen', async ({ db }) => {
		const { ada, ben, instrument } = await aCast(db);
		const before = await book(db, ben, {
			instrument,
			start: inDays(2, '09:00'),
			end: inDays(2, '10:00')
		});

		await call(db, ada, 'save_tariff', {
			customer_kind: 'startup',
			tariff: { rate_fen: 20_000, minimum_fen: 30_000 },
			instrument_id: instrument.id
		});
		const after = await book(db, ben, {
			instrument,
			start: inDays(2, '10:00'),
			end: inDays(2, '11:00')
		});

		expect([before.price_fen, after.price_fen]).toEqual(['60000', '30000']);
	});

	it('makes a new version of the same scope and kind', async ({ db }) => {
		const { ada, instrument } = await aCast(db);

		await call(db, ada, 'save_tariff', {
			customer_kind: 'everyone',
			tariff: { basis: 'session', rate_fen: 90_000 },
			instrument_id: instrument.id
		});

		expect(await versionsOf(db, 'tariffs', instrument)).toEqual([
			{ version: 1, stands: 'over' },
			{ version: 2, stands: 'in force' }
		]);
	});

	it('ends with end_tariff, and the price is by arrangement', async ({ db }) => {
		const { ada, ben, instrument } = await aCast(db, { tariffs: [] });
		const tariff = await call<Version>(db, ada, 'save_tariff', {
			customer_kind: 'everyone',
			tariff: { rate_fen: 90_000 },
			instrument_id: instrument.id
		});

		await call(db, ada, 'end_tariff', { tariff_id: tariff.id });

		const booking = await book(db, ben, {
			instrument,
			start: inDays(2, '09:00'),
			end: inDays(2, '10:00')
		});
		expect(booking.price_fen).toBeNull();
	});

	it('is not for technicians', async ({ db }) => {
		const { tom, instrument } = await aCast(db);

		const refusal = await refusalOf(
			call(db, tom, 'save_tariff', {
				customer_kind: 'everyone',
				tariff: { rate_fen: 0 },
				instrument_id: instrument.id
			})
		);

		expect(refusal).toMatchObject({ code: 'PT403', key: 'platform_not_yours' });
	});
});

const A_QUOTA = {
	customer_kind: 'startup',
	holder: 'organisation',
	measure: 'bookings',
	span: 'week',
	at_most: 1
};

describe('save_quota', () => {
	it('is what the judge refuses by', async ({ db }) => {
		const { ada, ben, instrument } = await aCast(db);

		await call(db, ada, 'save_quota', { ...A_QUOTA, span: 'day', instrument_id: instrument.id });

		await book(db, ben, { instrument, start: inDays(2, '09:00'), end: inDays(2, '10:00') });
		const refusal = await refusalOf(
			book(db, ben, { instrument, start: inDays(2, '11:00'), end: inDays(2, '12:00') })
		);
		expect(refusal.rules).toEqual(['quota_organisation_bookings_day']);
	});

	it('replaces the same limit and stands beside others', async ({ db }) => {
		const { ada, platform } = await aCast(db);
		const quota = { ...A_QUOTA, platform_id: platform.id };
		await call(db, ada, 'save_quota', quota);

		const replaced = await call<Version>(db, ada, 'save_quota', { ...quota, at_most: 3 });
		const beside = await call<Version>(db, ada, 'save_quota', { ...quota, span: 'month' });

		expect([replaced.version, beside.version]).toEqual([2, 1]);
		const inForce = await db.query(
			'select span, at_most from public.booking_quotas where platform_id = $1 and valid_until is null order by 1',
			[platform.id]
		);
		expect(inForce).toEqual([
			{ span: 'month', at_most: 1 },
			{ span: 'week', at_most: 3 }
		]);
	});

	it('ends with end_quota', async ({ db }) => {
		const { ada, ben, instrument } = await aCast(db);
		const quota = await call<Version>(db, ada, 'save_quota', {
			...A_QUOTA,
			at_most: 0,
			instrument_id: instrument.id
		});

		await call(db, ada, 'end_quota', { quota_id: quota.id });

		expect(
			await book(db, ben, { instrument, start: inDays(2, '09:00'), end: inDays(2, '10:00') })
		).toMatchObject({ status: 'confirmed' });
	});

	it('is refused without a limit, and to technicians', async ({ db }) => {
		const { ada, tom, instrument } = await aCast(db);
		const quota = { ...A_QUOTA, instrument_id: instrument.id };

		const unlimited = await refusalOf(call(db, ada, 'save_quota', { ...quota, at_most: null }));
		const unmanaged = await refusalOf(call(db, tom, 'save_quota', quota));

		expect([unlimited.key, unmanaged.key]).toEqual(['value_missing', 'platform_not_yours']);
	});
});
