import fc from 'fast-check';
import { describe, expect } from 'vitest';
import {
	aCast,
	aMembership,
	anInstrument,
	anOrganisation,
	aPerson
} from '../../support/builders.ts';
import { asPerson, it, refusalOf, type Db } from '../../support/database.ts';
import { currentUsage, reportUsage, type ReportRow } from '../../support/figure-calls.ts';
import { scanLedger, settleFigures, type Grouping } from '../../support/scan-ledger.ts';
import {
	aServedCast,
	confirmRecord,
	correctRecord,
	recordService,
	type ServiceRecord
} from '../../support/ledger-calls.ts';

type Id = { id: string };

const GROUPINGS: Grouping[] = [
	'all',
	'platform',
	'instrument',
	'month',
	'class',
	'organisation',
	'city',
	'purpose'
];
const WINDOW = { from: '2026-02-25', until: '2026-03-06' };
/**
 * Whole months of two years, parts of months on both sides of one, days of a single month, and windows
 * that end in the middle of a month or year of which nothing is left out.
 */
const WINDOWS = [
	{ from: '2025-12-01', until: '2026-03-20' },
	{ from: '2026-01-01', until: '2026-12-31' },
	{ from: '2025-12-01', until: '2026-01-31' },
	{ from: '2025-12-14', until: '2026-02-10' },
	{ from: '2026-01-05', until: '2026-01-20' }
];
const HISTORIES = 4;

/** One thing that a lab may write down, in minutes from an evening of December. */
const service = fc.record({
	kind: fc.constantFrom('instrument_time', 'instrument_time', 'sample_order', 'technical'),
	instrument: fc.nat(1),
	whom: fc.nat(3),
	begins: fc.integer({ min: 0, max: 70 * 24 * 60 }),
	minutes: fc.integer({ min: 1, max: 40 * 60 }),
	state: fc.constantFrom('rendered', 'rendered', 'rendered', 'calibration', 'missed', 'voided'),
	purpose_code: fc.constantFrom('136', '135', 'filming', null),
	related: fc.boolean(),
	charged_fen: fc.option(fc.nat(100_000)),
	quantity: fc.integer({ min: 1, max: 40 })
});
type Service = typeof service extends fc.Arbitrary<infer Drawn> ? Drawn : never;

const step = fc.oneof(
	{ weight: 5, arbitrary: service.map((drawn) => ({ does: 'record' as const, drawn })) },
	{
		weight: 2,
		arbitrary: fc.record({
			does: fc.constant('correct' as const),
			which: fc.nat(20),
			drawn: service
		})
	},
	{ weight: 1, arbitrary: fc.constant({ does: 'settle' as const }) }
);

const FIRST = Date.parse('2025-12-08T20:00:00+08:00');

function timesOf({ begins, minutes }: Service) {
	// Seconds that make no whole minute, so that nothing is right by rounding.
	const start = FIRST + begins * 60_000 + (begins % 7) * 1_001;
	return {
		starts_at: new Date(start).toISOString(),
		ends_at: new Date(start + minutes * 60_000).toISOString()
	};
}

/** Cells of the report that the scan has too; groups in which nothing happened have no records to scan. */
function comparable(report: ReportRow[], scan: Record<string, unknown>[]) {
	const columns = Object.keys(scan[0] ?? {});
	return report
		.filter(({ key }) => scan.some((row) => row['key'] === key))
		.map((row) => Object.fromEntries(columns.map((column) => [column, row[column]])));
}

describe('figures added up by day and month', () => {
	it.for(
		fc
			.sample(fc.array(step, { minLength: 12, maxLength: 26 }), { numRuns: HISTORIES, seed: 94 })
			.map((steps, index) => ({ steps, index }))
	)(
		'equal a scan of the ledger to the digit, in every grouping and at any moment: history $index',
		async ({ steps }, { db }) => {
			const { ada, platform, instrument, university, startup, rival } = await aCast(db);
			const instruments = [instrument, await anInstrument(db, platform, { units: 3 })];
			const served = [university, startup, rival, await anOrganisation(db, 'makerspace', 'Raum')];
			const records: ServiceRecord[] = [];
			const toInput = (drawn: Service) => ({
				...timesOf(drawn),
				instrument_id: instruments[drawn.instrument]?.id,
				beneficiary_id: served[drawn.whom]?.id,
				state: drawn.state,
				purpose_code: drawn.purpose_code,
				related_party: drawn.related,
				...(drawn.related && { related_evidence: 'Gesellschafter' }),
				charged_fen: drawn.charged_fen,
				list_price_fen: drawn.charged_fen,
				...(drawn.kind !== 'instrument_time' && { quantity: drawn.quantity }),
				evidence: ['LOG']
			});

			for (const one of steps) {
				if (one.does === 'settle') await settleFigures(db);
				else if (one.does === 'record') {
					const { kind } = one.drawn;
					records.push(await recordService(db, ada, platform, { kind, ...toInput(one.drawn) }));
				} else {
					const at = one.which % Math.max(1, records.length);
					const known = records[at];
					if (known === undefined) continue;
					const changes = toInput({ ...one.drawn, kind: known.kind as Service['kind'] });
					records[at] = await correctRecord(db, ada, known, changes);
				}
			}

			const compare = async () => {
				for (const window of WINDOWS) {
					for (const group_by of GROUPINGS) {
						const asked = { ...window, group_by };
						const scan = await scanLedger(db, platform, asked);
						const report = await currentUsage(db, ada, { ...asked, platform });
						expect(comparable(report, scan), `${group_by} from ${window.from}`).toEqual(scan);
					}
				}
			};
			await compare();
			await settleFigures(db);
			await compare();
		}
	);

	it('agree with R-HOURS of the whole window, which cuts no days', async ({ db }) => {
		const { ada, platform, instrument, startup } = await aCast(db);
		await aUse(db, ada, platform, instrument, startup, '2026-03-01T22:00', '2026-03-03T01:30');
		await aUse(db, ada, platform, instrument, startup, '2026-03-02T23:00', '2026-03-03T02:00');
		await settleFigures(db);

		const [report] = await currentUsage(db, ada, { ...WINDOW, group_by: 'instrument', platform });
		const whole = await asPerson(db, ada.id, () =>
			db.one<{ used: string; shared: string }>(
				`select used_minutes as used, shared_minutes as shared
				from public.machine_hours($1, '2026-02-25T00:00+08:00', '2026-03-07T00:00+08:00')`,
				[instrument.id]
			)
		);

		expect(report).toMatchObject({
			used_minutes: Number(whole.used),
			shared_minutes: Number(whole.shared)
		});
		expect(Number(whole.used)).toBe(28 * 60);
	});

	it('lose no record that is written while they are settled', async ({ db }) => {
		const { ada, platform, instrument, startup } = await aCast(db);
		await aUse(db, ada, platform, instrument, startup, '2026-03-01T09:00', '2026-03-01T10:00');
		await settleFigures(db);

		await aUse(db, ada, platform, instrument, startup, '2026-03-01T11:00', '2026-03-01T12:00');
		const before = await currentUsage(db, ada, { ...WINDOW, group_by: 'all', platform });
		await settleFigures(db);
		const after = await currentUsage(db, ada, { ...WINDOW, group_by: 'all', platform });

		expect(before).toMatchObject([{ records: 2, used_minutes: 120 }]);
		expect(after).toEqual(before);
	});

	it('follow when a purpose is said to count, or no longer', async ({ db }) => {
		const { ada, platform, instrument, startup } = await aCast(db);
		await aUse(db, ada, platform, instrument, startup, '2026-03-01T09:00', '2026-03-01T10:00');
		await settleFigures(db);

		await db.query("update public.purpose_codes set is_shared = false where code = '136'");

		expect(await currentUsage(db, ada, { ...WINDOW, group_by: 'all', platform })).toMatchObject([
			{ used_minutes: 60, shared_minutes: 0 }
		]);
	});
});

describe('report_usage', () => {
	it('rates an instrument by the days it was in service, of a year as long as it is', async ({
		db
	}) => {
		const { ada, platform, instrument } = await aCast(db);
		await db.query('update public.instruments set in_service_on = $2 where id = $1', [
			instrument.id,
			'2026-03-01'
		]);

		const [row] = await reportUsage(db, ada, { ...WINDOW, group_by: 'platform', platform });

		expect(row).toMatchObject({
			instruments: 1,
			instrument_days: 6,
			rated_minutes: Math.round(((6 * 1600 * 60) / 365) * 1e4) / 1e4
		});
	});

	it('shows the lab and an evaluator every cell, and others none of fewer than three organisations', async ({
		db
	}) => {
		const { ada, ben, platform, instrument, startup, rival } = await aCast(db);
		const vera = await anEvaluator(db);
		const third = await anOrganisation(db, 'company', 'Firma');
		for (const [index, whom] of [startup, rival].entries()) {
			const day = `2026-03-0${index + 1}`;
			await aUse(db, ada, platform, instrument, whom, `${day}T09:00`, `${day}T10:00`);
		}
		const ask = { ...WINDOW, group_by: 'platform', platform } as const;

		expect(await currentUsage(db, ada, ask)).toMatchObject([{ is_suppressed: false, records: 2 }]);
		expect(await currentUsage(db, vera, ask)).toMatchObject([{ is_suppressed: false, records: 2 }]);
		expect(await currentUsage(db, ben, ask)).toMatchObject([
			{ is_suppressed: true, records: null, used_minutes: null, organisations: null }
		]);

		await aUse(db, ada, platform, instrument, third, '2026-03-04T09:00', '2026-03-04T10:00');
		expect(await currentUsage(db, ben, ask)).toMatchObject([{ is_suppressed: false, records: 3 }]);
	});

	it('tells nobody else which organisations were served', async ({ db }) => {
		const { ben, platform } = await aCast(db);

		expect(
			await refusalOf(reportUsage(db, ben, { ...WINDOW, group_by: 'organisation', platform }))
		).toMatchObject({ code: 'PT403', key: 'figures_not_yours' });
	});

	it('refuses a window that ends before it begins, and a grouping it does not know', async ({
		db
	}) => {
		const { ada, platform } = await aCast(db);

		expect(
			await refusalOf(
				reportUsage(db, ada, { from: '2026-03-02', until: '2026-03-01', group_by: 'all', platform })
			)
		).toMatchObject({ code: 'PT422', key: 'period_invalid' });
		expect(
			await refusalOf(reportUsage(db, ada, { ...WINDOW, group_by: 'colour' as Grouping, platform }))
		).toMatchObject({ code: 'PT422', key: 'report_malformed' });
	});

	it('is of the ledger as it was sealed, whatever was corrected since', async ({ db }) => {
		const { ada, platform, instrument, startup } = await aCast(db);
		const use = await aUse(
			db,
			ada,
			platform,
			instrument,
			startup,
			'2026-03-01T09:00',
			'2026-03-01T10:00'
		);
		const { today } = await db.one<{ today: string }>(
			"select (use.recorded_at at time zone 'Asia/Shanghai')::date::text as today from public.service_records as use where id = $1",
			[use.id]
		);
		await sealUntil(db, today);
		await settleFigures(db);
		const ask = { ...WINDOW, group_by: 'all', platform, as_of: today } as const;
		const sealed = await reportUsage(db, ada, ask);

		await correctRecord(db, ada, use, { ends_at: '2026-03-01T13:00:00+08:00' });
		await settleFigures(db);

		expect(sealed).toMatchObject([{ used_minutes: 60 }]);
		expect(await reportUsage(db, ada, ask)).toEqual(sealed);
		expect(await refusalOf(reportUsage(db, ada, { ...ask, as_of: '2031-01-01' }))).toMatchObject({
			code: 'PT409',
			key: 'ledger_not_sealed'
		});
	});
});

describe('own_usage', () => {
	it('gives a startup its own figures however few they are, and nobody else’s', async ({ db }) => {
		const { ada, ben, eve, platform, instrument, startup } = await aCast(db);
		await aUse(db, ada, platform, instrument, startup, '2026-03-01T09:00', '2026-03-01T10:00');
		const own = (person: Id, organisation: Id | null = null) =>
			asPerson(db, person.id, () =>
				db.query<ReportRow>(
					`select records::integer, used_minutes::float8
					from public.own_usage('2026-02-25', '2026-03-06', 'all', $1)`,
					[organisation?.id ?? null]
				)
			);

		expect(await own(ben)).toEqual([{ records: 1, used_minutes: 60 }]);
		expect(await own(eve)).toEqual([{ records: 0, used_minutes: 0 }]);
		expect(await own(eve, startup)).toEqual([{ records: 0, used_minutes: 0 }]);
	});
});

describe('report_usage of a window before the first seal', () => {
	it('has a total, of nothing, as of the first day that was sealed', async ({ db }) => {
		const { ada, platform } = await aCast(db);
		const { later } = await db.one<{ later: string }>('select (current_date + 1)::text as later');
		await sealUntil(db, later);

		expect(
			await reportUsage(db, ada, {
				from: '1990-01-01',
				until: '1990-12-31',
				group_by: 'all',
				platform
			})
		).toMatchObject([{ records: 0, used_minutes: 0 }]);
	});
});

describe('used_by_hour', () => {
	it('puts each hour of use where it was, whether the day is added up yet or not', async ({
		db
	}) => {
		const { ada, platform, instrument, startup } = await aCast(db);
		// From a Sunday evening into a Monday.
		await aUse(db, ada, platform, instrument, startup, '2026-03-01T22:30', '2026-03-02T01:00');
		const byHour = () =>
			asPerson(db, ada.id, () =>
				db.query(
					`select weekday, hour, used_minutes::float8 as minutes
					from public.used_by_hour($1, $2, $3) where used_minutes > 0`,
					[WINDOW.from, WINDOW.until, platform.id]
				)
			);

		const before = await byHour();
		await settleFigures(db);

		expect(before).toEqual([
			{ weekday: 1, hour: 0, minutes: 60 },
			{ weekday: 7, hour: 22, minutes: 30 },
			{ weekday: 7, hour: 23, minutes: 60 }
		]);
		expect(await byHour()).toEqual(before);
	});

	it('is nothing for a startup', async ({ db }) => {
		const { ben, platform } = await aCast(db);
		const asked = asPerson(db, ben.id, () =>
			db.query('select * from public.used_by_hour($1, $2, $3)', [
				WINDOW.from,
				WINDOW.until,
				platform.id
			])
		);

		expect(await refusalOf(asked)).toMatchObject({ code: 'PT403', key: 'figures_not_yours' });
	});
});

describe('answer_times', () => {
	const times = (db: Db, person: Id, platform: Id) =>
		asPerson(db, person.id, () =>
			db.query<Record<string, unknown>>(
				`select kind, asked::integer, answered::integer, in_time::integer,
					median_hours::float, slowest_hours::float
				from public.answer_times(current_date - 2, current_date + 2, $1)`,
				[platform.id]
			)
		);

	it('counts what was asked, answered and answered in time, with the hours that took', async ({
		db
	}) => {
		const { ada, ben, startup, platform, instrument } = await aCast(db);
		await db.query(
			`insert into public.bookings (
				instrument_id, platform_id, organisation_id, person_id, rule_id, reserved, status, currency,
				approval_stage, decide_by, created_at, decided_at
			)
			select
				$1, $2, $3, $4, rules.id, tstzrange(now() + day, now() + day + interval '1 hour'),
				case when hours is null then 'pending' else 'confirmed' end::public.booking_status, 'CNY',
				case when hours is null then 'lab' end,
				case when hours is null then now() + interval '1 day' end,
				now() - interval '1 day', now() - interval '1 day' + make_interval(hours => hours)
			from (values (interval '3 days', 2), ('4 days', 8), ('5 days', null)) as asked (day, hours)
			cross join lateral (
				select id from public.booking_rules where scope_id in ($1, $2) limit 1
			) as rules`,
			[instrument.id, platform.id, startup.id, ben.id]
		);

		expect(await times(db, ada, platform)).toEqual([
			{
				kind: 'booking',
				asked: 3,
				answered: 2,
				in_time: 2,
				median_hours: 5,
				slowest_hours: 8
			},
			{
				kind: 'application',
				asked: 0,
				answered: 0,
				in_time: 0,
				median_hours: null,
				slowest_hours: null
			}
		]);
	});

	it('are no business of a startup', async ({ db }) => {
		const { ben, platform } = await aCast(db);

		expect(await refusalOf(times(db, ben, platform))).toMatchObject({ key: 'figures_not_yours' });
	});
});

describe('service_funnel', () => {
	const funnel = (db: Db, person: Id, platform: Id) =>
		asPerson(db, person.id, () =>
			db.one(
				`select requested::integer, held::integer, used::integer, recorded::integer,
					shared::integer, confirmed::integer
				from public.service_funnel(current_date - 2, current_date + 2, $1)`,
				[platform.id]
			)
		);

	it('follows a booking from its request to the word of the one served', async ({ db }) => {
		const { ada, ben, platform, record } = await aServedCast(db);
		await correctRecord(db, ada, record, { purpose_code: '136' });
		const { id } = await db.one<Id>('select id from public.service_records where corrects = $1', [
			record.id
		]);

		expect(await funnel(db, ada, platform)).toEqual({
			requested: 1,
			held: 1,
			used: 1,
			recorded: 1,
			shared: 1,
			confirmed: 0
		});
		await confirmRecord(db, ben, { id });
		expect(await funnel(db, ada, platform)).toMatchObject({ confirmed: 1 });
	});

	it('is nothing for a startup', async ({ db }) => {
		const { ben, platform } = await aCast(db);

		expect(await refusalOf(funnel(db, ben, platform))).toMatchObject({ key: 'figures_not_yours' });
	});
});

async function anEvaluator(db: Db): Promise<Id> {
	const person = await aPerson(db, 'Vera');
	const organisation = await anOrganisation(db, 'agency', 'Amt');
	await aMembership(db, { person, organisation, role: 'evaluator' });
	return person;
}

function aUse(
	db: Db,
	person: Id,
	platform: Id,
	instrument: Id,
	whom: Id,
	start: string,
	end: string
): Promise<ServiceRecord> {
	return recordService(db, person, platform, {
		kind: 'instrument_time',
		instrument_id: instrument.id,
		beneficiary_id: whom.id,
		purpose_code: '136',
		starts_at: `${start}:00+08:00`,
		ends_at: `${end}:00+08:00`,
		evidence: ['LOG']
	});
}

/** Seals a day as if it were over, without a key: only that it is sealed matters here. */
async function sealUntil(db: Db, day: string): Promise<void> {
	await db.query(
		`with key as (
			insert into public.ledger_keys (id, public_key)
			values (left(encode(sha256(decode('dGVzdA==', 'base64')), 'hex'), 16), 'dGVzdA==')
			returning id
		)
		insert into public.ledger_days (day, digest, key_id, signature)
		select $1, repeat('0', 64), key.id, 'test' from key`,
		[day]
	);
}
