import { describe, expect } from 'vitest';
import { aMembership, anOrganisation, aPerson, aPlatform } from '../../support/builders.ts';
import { asAnonymous, asPerson, it, refusalOf, type Db } from '../../support/database.ts';
import {
	aCycle,
	anEvaluatedCast,
	decide,
	designate,
	dispute,
	endPublicity,
	find,
	findAllInOrder,
	grades,
	move,
	moveOnTo,
	restate,
	scoreOf,
	serve,
	sheet,
	type Cycle
} from '../../support/evaluation-calls.ts';
import { correctRecord, disputeRecord } from '../../support/ledger-calls.ts';

type Id = { id: string };
type Result = {
	version: number;
	stage: string;
	document: string;
	digest: string;
	reason: string | null;
};

function results(db: Db, cycle: Id): Promise<Result[]> {
	return asAnonymous(db, () =>
		db.query<Result>(
			`select version, stage, document, digest, reason from public.evaluation_results
			where cycle_id = $1 order by version`,
			[cycle.id]
		)
	);
}

/** A copy of the default sheet, revised. */
async function aRuleSet(db: Db, evaluator: Id, changes: Record<string, unknown>): Promise<Id> {
	return asPerson(db, evaluator.id, async () => {
		const copy = await db.one<Id>(
			`select copies.id from public.evaluation_rule_sets as sets
			cross join lateral public.copy_rule_set(sets.id, '试行', 'Trial') as copies
			where sets.code = 'LN-2022' and sets.version = 1`
		);
		await db.query('select public.revise_rule_set($1, $2)', [copy.id, changes]);
		return copy;
	});
}

/** Where a person is offered to take an evaluation. */
async function waysOf(db: Db, person: Id, cycle: Id): Promise<string[]> {
	const ways = await asPerson(db, person.id, () =>
		db.query<{ to_state: string }>('select to_state from public.evaluation_ways($1)', [cycle.id])
	);
	return ways.map(({ to_state: state }) => state);
}

describe('an evaluation', () => {
	it('goes from draft to closed by its states, each with a reason where it needs one', async ({
		db
	}) => {
		const { ada, platform, instrument, startup, city, vera } = await anEvaluatedCast(db);
		await serve(db, ada, platform, { day: '2026-02-03', hours: 3, instrument, whom: startup });
		const cycle = await aCycle(db, vera, { city });

		await moveOnTo(db, vera, cycle, 'publicity');
		expect((await refusalOf(move(db, vera, cycle, 'published'))).key).toBe(
			'evaluation_publicity_running'
		);
		await endPublicity(db, cycle);
		await move(db, vera, cycle, 'published');

		expect(
			await asAnonymous(db, () =>
				db.query(
					`select to_state from public.evaluation_transitions where cycle_id = $1 order by at, id`,
					[cycle.id]
				)
			)
		).toHaveLength(9);
		expect((await results(db, cycle)).map(({ stage }) => stage)).toEqual([
			'publicity',
			'published'
		]);
	});

	it('takes no way that the reference does not name', async ({ db }) => {
		const { city, vera } = await anEvaluatedCast(db);
		const cycle = await aCycle(db, vera, { city });

		expect((await refusalOf(move(db, vera, cycle, 'published'))).key).toBe(
			'evaluation_state_wrong'
		);
		await moveOnTo(db, vera, cycle, 'self_report');
		expect((await refusalOf(move(db, vera, cycle, 'open'))).key).toBe('evaluation_state_wrong');
	});

	it('is not a lab’s to move, nor to see as a draft', async ({ db }) => {
		const { ada, city, vera } = await anEvaluatedCast(db);
		const cycle = await aCycle(db, vera, { city });

		expect((await refusalOf(move(db, ada, cycle, 'open'))).key).toBe('not_allowed');
		expect(
			await asPerson(db, ada.id, () =>
				db.query('select id from public.evaluation_cycles where id = $1', [cycle.id])
			)
		).toEqual([]);
	});

	it('freezes its rule set when it opens', async ({ db }) => {
		const { city, vera } = await anEvaluatedCast(db);
		const rules = await aRuleSet(db, vera, { publicity_days: 7 });
		const cycle = await aCycle(db, vera, { city, rules });
		await move(db, vera, cycle, 'open');

		const refused = await refusalOf(
			asPerson(db, vera.id, () =>
				db.query('select public.revise_rule_set($1, $2)', [rules.id, { publicity_days: 5 }])
			)
		);

		expect(refused.key).toBe('rule_set_frozen');
	});

	it('opens with the platforms of its scope, and with none it does not', async ({ db }) => {
		const { platform, university, city, vera } = await anEvaluatedCast(db);
		await aPlatform(db, university);
		const cycle = await aCycle(db, vera, { city });
		await move(db, vera, cycle, 'open');

		expect(
			await asPerson(db, vera.id, () =>
				db.query('select platform_id from public.evaluation_participants where cycle_id = $1', [
					cycle.id
				])
			)
		).toEqual([{ platform_id: platform.id }]);
		const empty = await aCycle(db, vera, { city: '无此市' });
		expect((await refusalOf(move(db, vera, empty, 'open'))).key).toBe(
			'evaluation_without_platforms'
		);
	});

	it('collects nothing before its window is over', async ({ db }) => {
		const { city, vera } = await anEvaluatedCast(db);
		const cycle = await aCycle(db, vera, { city, from: '2026-01-01', until: '2029-12-31' });
		await move(db, vera, cycle, 'open');

		expect((await refusalOf(move(db, vera, cycle, 'collecting'))).key).toBe(
			'evaluation_window_open'
		);
	});

	it('is thrown away while it is a draft, and not afterwards', async ({ db }) => {
		const { city, vera } = await anEvaluatedCast(db);
		const discard = (cycle: Id) =>
			asPerson(db, vera.id, () => db.query('select public.discard_evaluation($1)', [cycle.id]));
		const draft = await aCycle(db, vera, { city });
		const opened = await aCycle(db, vera, { city });
		await move(db, vera, opened, 'open');

		await discard(draft);

		expect((await refusalOf(discard(opened))).key).toBe('evaluation_state_wrong');
		expect((await refusalOf(discard(draft))).key).toBe('evaluation_not_found');
	});
});

describe('what is computed from the ledger', () => {
	it('counts startups, their hours and nobody else’s (1.8 B1, B2)', async ({ db }) => {
		const { ada, platform, instrument, startup, rival, university, city, vera } =
			await anEvaluatedCast(db);
		await serve(db, ada, platform, { day: '2026-01-05', hours: 2, instrument, whom: startup });
		await serve(db, ada, platform, { day: '2026-01-06', hours: 4, instrument, whom: university });
		await serve(db, ada, platform, {
			day: '2026-01-07',
			hours: 2,
			instrument,
			whom: rival,
			purpose_code: 'filming'
		});
		await serve(db, ada, platform, { day: '2026-04-01', hours: 8, instrument, whom: startup });
		const cycle = await aCycle(db, vera, { city });
		await moveOnTo(db, vera, cycle, 'collecting');

		const organisations = await scoreOf(db, vera, cycle, platform, 'B1');
		const hours = await scoreOf(db, vera, cycle, platform, 'B2');

		expect(organisations).toMatchObject({ value: '1.0000', sample: '1' });
		// One organisation brings a fifth of a volume at most (the guard of 1.8).
		expect(hours).toMatchObject({ value: '0.4000', facts: { volume: '2', largest: '2' } });
	});

	it('says of what nothing tells of that it is not known, which is no zero', async ({ db }) => {
		const { platform, city, vera } = await anEvaluatedCast(db);
		const cycle = await aCycle(db, vera, { city });
		await moveOnTo(db, vera, cycle, 'collecting');

		expect(await scoreOf(db, vera, cycle, platform, 'B6')).toMatchObject({
			value: null,
			score: null,
			points: null
		});
		expect(await scoreOf(db, vera, cycle, platform, 'D1')).toMatchObject({ score: null });
	});

	it('is the same to the digit when it is computed again, whatever came to the ledger since', async ({
		db
	}) => {
		const { ada, platform, instrument, startup, rival, city, vera } = await anEvaluatedCast(db);
		const first = await serve(db, ada, platform, {
			day: '2026-01-05',
			hours: 2,
			instrument,
			whom: startup
		});
		await serve(db, ada, platform, { day: '2026-01-08', hours: 5, instrument, whom: rival });
		const cycle = await aCycle(db, vera, { city });
		await moveOnTo(db, vera, cycle, 'collecting');
		const before = await sheet(db, vera, cycle);

		await serve(db, ada, platform, { day: '2026-02-01', hours: 6, instrument, whom: startup });
		await correctRecord(db, ada, first, { ends_at: '2026-01-05T18:00:00+08:00' });
		await db.query(
			`update public.instruments set external_use = 'no', worth_fen = 1 where id = $1`,
			[instrument.id]
		);
		const again = await db.one<{ id: string; input_hash: string }>(
			`select again.* from public.evaluation_collections as earlier
			cross join lateral private.collect_evaluation(earlier.cycle_id, earlier.id) as again
			where earlier.cycle_id = $1`,
			[cycle.id]
		);

		expect(await sheet(db, vera, cycle)).toEqual(before);
		expect(
			await db.query(
				'select distinct input_hash from public.evaluation_collections where cycle_id = $1',
				[cycle.id]
			)
		).toEqual([{ input_hash: again.input_hash }]);
	});

	it('lists what came too late, which changes no score', async ({ db }) => {
		const { ada, platform, instrument, startup, city, vera } = await anEvaluatedCast(db);
		const cycle = await aCycle(db, vera, { city });
		await moveOnTo(db, vera, cycle, 'collecting');
		const late = await serve(db, ada, platform, {
			day: '2026-02-01',
			hours: 6,
			instrument,
			whom: startup
		});

		expect(
			await asPerson(db, ada.id, () =>
				db.query('select id from public.evaluation_supplement($1, $2)', [cycle.id, platform.id])
			)
		).toEqual([{ id: late.id }]);
		expect((await scoreOf(db, vera, cycle, platform, 'B1')).value).toBe('0.0000');
	});

	it('leaves out what its customer disputes', async ({ db }) => {
		const { ada, ben, platform, instrument, startup, city, vera } = await anEvaluatedCast(db);
		const record = await serve(db, ada, platform, {
			day: '2026-01-05',
			hours: 2,
			instrument,
			whom: startup
		});
		await disputeRecord(db, ben, record, 'Wir waren nicht da');
		const cycle = await aCycle(db, vera, { city });
		await moveOnTo(db, vera, cycle, 'collecting');

		expect((await scoreOf(db, vera, cycle, platform, 'B1')).value).toBe('0.0000');
		expect(
			await asPerson(db, vera.id, () =>
				db.query('select id, standing, is_in_value from public.evaluation_records($1, $2, $3)', [
					cycle.id,
					platform.id,
					'B1'
				])
			)
		).toEqual([{ id: record.id, standing: 'disputed', is_in_value: false }]);
	});

	it('opens down to the records behind a value, for the evaluator and the lab, and for no other lab', async ({
		db
	}) => {
		const { ada, eve, platform, instrument, startup, city, vera } = await anEvaluatedCast(db);
		const record = await serve(db, ada, platform, {
			day: '2026-01-05',
			hours: 2,
			instrument,
			whom: startup
		});
		const cycle = await aCycle(db, vera, { city });
		await moveOnTo(db, vera, cycle, 'collecting');
		const records = (person: Id) =>
			asPerson(db, person.id, () =>
				db.query('select id, is_in_value from public.evaluation_records($1, $2, $3)', [
					cycle.id,
					platform.id,
					'B2'
				])
			);

		expect(await records(vera)).toEqual([{ id: record.id, is_in_value: true }]);
		expect(await records(ada)).toEqual([{ id: record.id, is_in_value: true }]);
		expect(await records(eve)).toEqual([]);
	});
});

describe('scores', () => {
	it.for([
		['linear_cap', { full: 50 }, 25, [], 50],
		['linear_cap', { full: 50 }, 80, [], 100],
		['linear_cap', { peer_percentile: 75 }, 3, [1, 2, 3, 4, 5], 75],
		['linear_cap', { peer_percentile: 75 }, 1, [0, 0, 0, 1], 100],
		[
			'bracket',
			{
				bands: [
					{ at_least: 80, score: 48 },
					{ at_least: 60, score: 36 }
				]
			},
			79,
			[],
			36
		],
		['bracket', { bands: [{ at_least: 60, score: 36 }] }, 20, [], 0],
		['rank_percentile', {}, 3, [1, 2, 3, 4, 5], 50],
		['per_unit', { each: 10, cap: 100 }, 4, [], 40],
		['per_unit', { each: 10, cap: 100 }, 40, [], 100],
		['boolean', {}, 1, [], 100],
		['boolean', {}, 0, [], 0]
	] as const)(
		'of %s %o for %d among %o are %d (1.8)',
		async ([normaliser, parameters, value, peers, score], { db }) => {
			const { normalised } = await db.one<{ normalised: string }>(
				'select private.normalised($1, $2, $3, $4::numeric[]) as normalised',
				[normaliser, parameters, value, peers]
			);

			expect(Number(normalised)).toBe(score);
		}
	);

	it('give no grade where the weights are not published (1.2)', async ({ db }) => {
		const { city, vera } = await anEvaluatedCast(db);
		const cycle = await aCycle(db, vera, { city, rules: 'CN-2026' });
		await moveOnTo(db, vera, cycle, 'collecting');

		expect(await grades(db, vera, cycle)).toMatchObject([
			{ total: null, grade: null, place: null, ungraded: 'weights_unknown' }
		]);
	});

	it('give no grade where too little could be computed', async ({ db }) => {
		const { city, vera } = await anEvaluatedCast(db);
		const rules = await aRuleSet(db, vera, { grade_from_points: 100 });
		const cycle = await aCycle(db, vera, { city, rules });
		await moveOnTo(db, vera, cycle, 'collecting');

		expect(await grades(db, vera, cycle)).toMatchObject([
			{ grade: null, ungraded: 'too_little_known' }
		]);
	});

	it('are poor for who falsified, whatever the points (1.8)', async ({ db }) => {
		const { ada, platform, instrument, startup, city, vera } = await anEvaluatedCast(db);
		await serve(db, ada, platform, { day: '2026-01-05', hours: 2, instrument, whom: startup });
		const rules = await aRuleSet(db, vera, { grade_from_points: 10 });
		const cycle = await aCycle(db, vera, { city, rules });
		await moveOnTo(db, vera, cycle, 'verification');
		const { record_id: sampled } = await db.one<{ record_id: string }>(
			'select record_id from public.evaluation_samples where cycle_id = $1',
			[cycle.id]
		);
		expect((await refusalOf(find(db, vera, cycle, sampled, 'falsified'))).key).toContain(
			'evaluation_samples_bad_ones_say_why'
		);

		await find(db, vera, cycle, sampled, 'falsified', '日志是编的');
		await moveOnTo(db, vera, cycle, 'preliminary');

		expect(await grades(db, vera, cycle)).toMatchObject([{ grade: 'poor', vetoes: ['falsified'] }]);
	});

	it('are qualified at most where too many were refused without a reason (1.8)', async ({ db }) => {
		const { ben, startup, platform, instrument, city, vera } = await anEvaluatedCast(db);
		await db.query(
			`insert into public.bookings (
				instrument_id, platform_id, organisation_id, person_id, rule_id, reserved, status, currency,
				created_at, decided_at
			)
			select $1, $2, $3, $4, id, tstzrange('2026-02-03 10:00+08', '2026-02-03 11:00+08'), 'declined', 'CNY',
				'2026-02-01 10:00+08', '2026-02-01 12:00+08'
			from public.booking_rules where instrument_id = $1`,
			[instrument.id, platform.id, startup.id, ben.id]
		);
		const rules = await aRuleSet(db, vera, {
			grade_from_points: 1,
			grade_bands: [{ at_least: 0, grade: 'good' }]
		});
		const cycle = await aCycle(db, vera, { city, rules });
		await moveOnTo(db, vera, cycle, 'preliminary');

		expect(await grades(db, vera, cycle)).toMatchObject([
			{ grade: 'qualified', vetoes: ['refusals'] }
		]);
	});
});

describe('a dispute', () => {
	it('is raised by the lab while it reports, decided once, and changes what counts', async ({
		db
	}) => {
		const { ada, platform, instrument, startup, city, vera } = await anEvaluatedCast(db);
		const record = await serve(db, ada, platform, {
			day: '2026-01-05',
			hours: 2,
			instrument,
			whom: startup,
			purpose_code: null
		});
		const cycle = await aCycle(db, vera, { city });
		await moveOnTo(db, vera, cycle, 'self_report');
		expect((await scoreOf(db, ada, cycle, platform, 'B1')).value).toBe('0.0000');

		const raised = await dispute(db, ada, cycle, platform, { record: record.id, wish: 'count' });
		expect(
			(
				await refusalOf(
					dispute(db, ada, cycle, platform, { record: record.id, wish: 'count', reason: '再说' })
				)
			).key
		).toBe('evaluation_dispute_open');
		await move(db, vera, cycle, 'verification');
		await findAllInOrder(db, vera, cycle);
		expect((await refusalOf(move(db, vera, cycle, 'expert_scoring'))).key).toBe(
			'evaluation_disputes_open'
		);
		await decide(db, vera, raised, true);
		expect((await refusalOf(decide(db, vera, raised, false))).key).toBe(
			'evaluation_dispute_decided'
		);
		await move(db, vera, cycle, 'expert_scoring');

		expect((await scoreOf(db, ada, cycle, platform, 'B1')).value).toBe('1.0000');
	});

	it('is not raised for another lab, nor of a record that was not looked at', async ({ db }) => {
		const { ada, eve, platform, instrument, startup, city, vera } = await anEvaluatedCast(db);
		const later = await serve(db, ada, platform, {
			day: '2026-05-05',
			hours: 2,
			instrument,
			whom: startup
		});
		const cycle = await aCycle(db, vera, { city });
		await moveOnTo(db, vera, cycle, 'self_report');

		expect((await refusalOf(dispute(db, eve, cycle, platform))).key).toBe('platform_not_yours');
		expect(
			(await refusalOf(dispute(db, ada, cycle, platform, { record: later.id, wish: 'leave_out' })))
				.key
		).toBe('service_record_not_found');
	});

	it('as an objection is raised as often as the rule set allows', async ({ db }) => {
		const { ada, eve, platform, city, vera } = await anEvaluatedCast(db);
		const rules = await aRuleSet(db, vera, { objections_at_most: 1 });
		const cycle = await aCycle(db, vera, { city, rules });
		await moveOnTo(db, vera, cycle, 'publicity');
		await dispute(db, eve, cycle, platform, { reason: '人数不对' });

		const refused = await refusalOf(dispute(db, eve, cycle, platform, { reason: '再次提出' }));

		expect(refused).toMatchObject({ code: 'PT422', key: 'evaluation_objections_too_many' });
		expect(await dispute(db, ada, cycle, platform, { reason: '机时不对' })).toMatchObject({
			kind: 'objection'
		});
	});

	it('as an objection is anybody’s during publicity, and leads back when it is upheld', async ({
		db
	}) => {
		const { eve, platform, city, vera } = await anEvaluatedCast(db);
		const cycle = await aCycle(db, vera, { city });
		await moveOnTo(db, vera, cycle, 'publicity');
		const raised = await dispute(db, eve, cycle, platform, { reason: '人数不对' });
		await endPublicity(db, cycle);
		expect((await refusalOf(move(db, vera, cycle, 'published'))).key).toBe(
			'evaluation_disputes_open'
		);

		await decide(db, vera, raised, true);

		expect(await waysOf(db, vera, cycle)).toEqual(['verification']);
		expect(await waysOf(db, eve, cycle)).toEqual([]);
		expect((await refusalOf(move(db, vera, cycle, 'published'))).key).toBe(
			'evaluation_objection_decides'
		);
		expect((await refusalOf(move(db, vera, cycle, 'verification'))).key).toBe('reason_needed');
		await move(db, vera, cycle, 'verification', '异议成立');
		await moveOnTo(db, vera, cycle, 'published');
		expect((await results(db, cycle)).map(({ stage }) => stage)).toEqual([
			'publicity',
			'publicity',
			'published'
		]);
	});
});

describe('the sample', () => {
	it('is 20 records or all there are, drawn again the same by its seed', async ({ db }) => {
		const { ada, platform, instrument, startup, city, vera } = await anEvaluatedCast(db);
		for (let day = 1; day <= 24; day += 1) {
			await serve(db, ada, platform, {
				day: `2026-01-${String(day).padStart(2, '0')}`,
				hours: 1,
				instrument,
				whom: startup
			});
		}
		// Written down afterwards, all of them would be looked at.
		const rules = await aRuleSet(db, vera, { backfilled_at_most_bp: 10_000 });
		const cycle = await aCycle(db, vera, { city, rules });
		await moveOnTo(db, vera, cycle, 'verification');

		const drawn = await asPerson(db, vera.id, () =>
			db.query<{ record_id: string }>(
				'select record_id from public.evaluation_samples where cycle_id = $1 order by position',
				[cycle.id]
			)
		);
		const again = await db.query<{ record_id: string }>(
			`select records.id as record_id
			from public.service_records as records
			join public.evaluation_cycles as cycles on cycles.id = $1
			where records.platform_id = $2
			order by encode(sha256(convert_to(cycles.sample_seed || records.id::text, 'UTF8')), 'hex')
			limit 20`,
			[cycle.id, platform.id]
		);

		expect(drawn).toHaveLength(20);
		expect(drawn).toEqual(again);
	});

	it('holds everything that was written down afterwards where that is more than a fifth (6.4)', async ({
		db
	}) => {
		const { ada, platform, instrument, startup, city, vera } = await anEvaluatedCast(db);
		for (let day = 1; day <= 24; day += 1) {
			await serve(db, ada, platform, {
				day: `2026-01-${String(day).padStart(2, '0')}`,
				hours: 1,
				instrument,
				whom: startup
			});
		}
		const cycle = await aCycle(db, vera, { city });
		await moveOnTo(db, vera, cycle, 'verification');

		expect(
			await db.one('select count(*)::int from public.evaluation_samples where cycle_id = $1', [
				cycle.id
			])
		).toEqual({ count: 24 });
		expect(await grades(db, vera, cycle)).toMatchObject([{ needs_audit: true }]);
	});
});

describe('reports and experts', () => {
	const report = (
		db: Db,
		person: Id,
		cycle: Id,
		platform: Id,
		indicator: string | null,
		evidence: string[]
	) =>
		asPerson(db, person.id, () =>
			db.query('select public.report_for_evaluation($1, $2, $3, $4, $5)', [
				cycle.id,
				platform.id,
				indicator,
				'收费标准已公开',
				evidence
			])
		);
	const judge = (db: Db, person: Id, cycle: Id, platform: Id, indicator: string, score: number) =>
		asPerson(db, person.id, () =>
			db.query('select public.judge_report($1, $2, $3, $4)', [
				cycle.id,
				platform.id,
				indicator,
				score
			])
		);

	it('of a lab need evidence, and are judged before experts score', async ({ db }) => {
		const { ada, eve, platform, city, vera } = await anEvaluatedCast(db);
		const cycle = await aCycle(db, vera, { city });
		await moveOnTo(db, vera, cycle, 'self_report');

		expect((await refusalOf(report(db, ada, cycle, platform, 'A3', []))).key).toBe(
			'evaluation_evidence_needed'
		);
		expect((await refusalOf(report(db, ada, cycle, platform, 'B1', ['x']))).key).toBe(
			'indicator_not_found'
		);
		expect((await refusalOf(report(db, eve, cycle, platform, 'A3', ['x']))).key).toBe(
			'platform_not_yours'
		);
		await report(db, ada, cycle, platform, 'A3', ['https://lab.example/fees']);
		await report(db, ada, cycle, platform, null, []);
		await move(db, vera, cycle, 'verification');
		expect((await refusalOf(move(db, vera, cycle, 'expert_scoring'))).key).toBe(
			'evaluation_reports_open'
		);
		await judge(db, vera, cycle, platform, 'A3', 80);
		await move(db, vera, cycle, 'expert_scoring');

		expect(await scoreOf(db, vera, cycle, platform, 'A3')).toMatchObject({
			score: '80.00',
			points: '4.8000'
		});
	});

	it('carry files that only those concerned read', async ({ db }) => {
		const { ada, eve, platform, city, vera } = await anEvaluatedCast(db);
		const cycle = await aCycle(db, vera, { city });
		await moveOnTo(db, vera, cycle, 'self_report');
		const attach = (person: Id) =>
			asPerson(db, person.id, () =>
				db.one<Id & { digest: string }>(
					'select * from public.attach_evaluation_file($1, $2, $3, $4, $5, $6)',
					[
						cycle.id,
						platform.id,
						'A3',
						'收费标准.pdf',
						'application/pdf',
						Buffer.from('%PDF').toString('base64')
					]
				)
			);
		const content = (person: Id, file: Id) =>
			asPerson(db, person.id, () =>
				db.one<{ content: string | null }>('select public.evaluation_file_content($1) as content', [
					file.id
				])
			);

		const file = await attach(ada);
		await report(db, ada, cycle, platform, 'A3', []);

		expect((await content(vera, file)).content).toBe(Buffer.from('%PDF').toString('base64'));
		expect((await content(eve, file)).content).toBeNull();
		expect((await refusalOf(attach(eve))).key).toBe('platform_not_yours');
		const retire = (person: Id) =>
			asPerson(db, person.id, () =>
				db.query('select public.retire_evaluation_file($1)', [file.id])
			);
		expect((await refusalOf(retire(eve))).key).toBe('file_not_found');
		await retire(ada);
		expect((await content(vera, file)).content).toBeNull();
	});

	it('of experts are at least three without an interest, of five the middle three (1.8)', async ({
		db
	}) => {
		const { ada, university, platform, city, vera } = await anEvaluatedCast(db);
		const cycle = await aCycle(db, vera, { city, rules: 'CN-2026' });
		const experts: Id[] = [];
		for (const name of ['E1', 'E2', 'E3', 'E4', 'E5', 'E6']) {
			const expert = await aPerson(db, name);
			experts.push(expert);
		}
		await aMembership(db, { person: experts[5] as Id, organisation: university, role: 'member' });
		await moveOnTo(db, vera, cycle, 'self_report');
		for (const expert of experts) {
			const { email } = await db.one<{ email: string }>(
				'select email from auth.users where id = $1',
				[expert.id]
			);
			await asPerson(db, vera.id, () =>
				db.query('select public.invite_expert($1, $2)', [cycle.id, email])
			);
		}
		const declare = (expert: Id, hasInterest: boolean) =>
			asPerson(db, expert.id, () =>
				db.query('select public.declare_interest($1, $2, $3, $4)', [
					cycle.id,
					platform.id,
					hasInterest,
					hasInterest ? '同单位' : null
				])
			);
		const score = (expert: Id, points: number) =>
			asPerson(db, expert.id, () =>
				db.query('select public.score_as_expert($1, $2, $3, $4)', [
					cycle.id,
					platform.id,
					'B2',
					points
				])
			);
		await moveOnTo(db, vera, cycle, 'expert_scoring');

		const own = experts[5] as Id;
		expect((await refusalOf(declare(own, false))).key).toBe('evaluation_interest_evident');
		await declare(own, true);
		expect((await refusalOf(score(own, 100))).key).toBe('evaluation_interest_undeclared');
		expect((await refusalOf(score(experts[0] as Id, 60))).key).toBe(
			'evaluation_interest_undeclared'
		);
		expect((await refusalOf(declare(ada, false))).key).toBe('not_allowed');
		for (const [index, points] of [60, 70].entries()) {
			await declare(experts[index] as Id, false);
			await score(experts[index] as Id, points);
		}
		expect((await refusalOf(move(db, vera, cycle, 'preliminary'))).key).toBe(
			'evaluation_experts_missing'
		);
		for (const [index, points] of [80, 90, 0].entries()) {
			await declare(experts[index + 2] as Id, false);
			await score(experts[index + 2] as Id, points);
		}
		await move(db, vera, cycle, 'preliminary');

		expect(await scoreOf(db, vera, cycle, platform, 'B2')).toMatchObject({
			score: '70.0000',
			sample: '5'
		});
		expect(
			await asPerson(db, (experts[0] as Id).id, () =>
				db.query('select person_id from public.evaluation_expert_scores where cycle_id = $1', [
					cycle.id
				])
			)
		).toEqual([{ person_id: (experts[0] as Id).id }]);
	});
});

describe('what is published', () => {
	async function published(db: Db) {
		const cast = await anEvaluatedCast(db);
		const { ada, platform, instrument, startup, city, vera } = cast;
		await serve(db, ada, platform, { day: '2026-02-03', hours: 3, instrument, whom: startup });
		const cycle: Cycle = await aCycle(db, vera, { city });
		await moveOnTo(db, vera, cycle, 'published');
		return { ...cast, cycle };
	}

	it('is everybody’s to read, with the digest of its text', async ({ db }) => {
		const { cycle, platform } = await published(db);

		const [, result] = await results(db, cycle);

		expect(JSON.parse(result?.document ?? '')).toMatchObject({
			format: 'yixiang-evaluation/1',
			stage: 'published',
			platforms: [{ id: platform.id, scores: { B1: { value: '1' } } }]
		});
		expect(result?.digest).toBe(
			await db
				.one<{ digest: string }>(`select encode(sha256(convert_to($1, 'UTF8')), 'hex') as digest`, [
					result?.document
				])
				.then(({ digest }) => digest)
		);
	});

	it.for([
		`update public.evaluation_results set document = '{}' where cycle_id = $1`,
		'delete from public.evaluation_results where cycle_id = $1'
	])('never changes, by the owner of the database neither: %s', async (statement, { db }) => {
		const { cycle } = await published(db);

		expect((await refusalOf(db.query(statement, [cycle.id]))).key).toBe('result_is_final');
	});

	it('is restated as a further version with a reason, from the ledger as it is then', async ({
		db
	}) => {
		const { cycle, ada, platform, instrument, rival, vera } = await published(db);
		await serve(db, ada, platform, { day: '2026-03-03', hours: 3, instrument, whom: rival });

		expect((await refusalOf(restate(db, ada, cycle, '补'))).key).toBe('not_allowed');
		expect((await refusalOf(restate(db, vera, cycle, ' '))).key).toBe('reason_needed');
		await restate(db, vera, cycle, '补录三月的服务');

		const versions = await results(db, cycle);
		expect(versions.map(({ stage }) => stage)).toEqual(['publicity', 'published', 'restated']);
		expect(JSON.parse(versions[1]?.document ?? '')).toMatchObject({
			platforms: [{ scores: { B1: { value: '1' } } }]
		});
		expect(JSON.parse(versions[2]?.document ?? '')).toMatchObject({
			reason: '补录三月的服务',
			platforms: [{ scores: { B1: { value: '2' } } }]
		});
	});

	it('has who was graded poor rectify before it is closed', async ({ db }) => {
		const { ada, eve, platform, city, vera } = await anEvaluatedCast(db);
		const rules = await aRuleSet(db, vera, {
			grade_from_points: 1,
			grade_bands: [{ at_least: 0, grade: 'poor' }]
		});
		const cycle = await aCycle(db, vera, { city, rules });
		await moveOnTo(db, vera, cycle, 'published');
		const rectify = (person: Id) =>
			asPerson(db, person.id, () =>
				db.query('select public.report_rectification($1, $2, $3)', [
					cycle.id,
					platform.id,
					'已整改'
				])
			);
		const judge = (person: Id, accepted: boolean) =>
			asPerson(db, person.id, () =>
				db.query('select public.judge_rectification($1, $2, $3, $4)', [
					cycle.id,
					platform.id,
					accepted,
					'现场核查'
				])
			);

		expect(await waysOf(db, vera, cycle)).toEqual(['rectification']);
		expect((await refusalOf(move(db, vera, cycle, 'closed'))).key).toBe('evaluation_grade_decides');
		await move(db, vera, cycle, 'rectification', '限期整改');
		expect((await refusalOf(rectify(eve))).key).toBe('platform_not_yours');
		await rectify(ada);
		const next = await aCycle(db, vera, { city });
		expect((await refusalOf(move(db, vera, next, 'open'))).key).toBe(
			'evaluation_without_platforms'
		);
		await move(db, vera, cycle, 're_evaluation', '整改期满');
		expect((await refusalOf(move(db, vera, cycle, 'closed'))).key).toBe(
			'evaluation_rectifications_open'
		);
		expect((await refusalOf(judge(ada, true))).key).toBe('not_allowed');
		await judge(vera, true);

		expect((await move(db, vera, cycle, 'closed')).state).toBe('closed');
	});
});

describe('who sees what of an evaluation', () => {
	it('is a lab its own sheet, an evaluator all, a stranger none', async ({ db }) => {
		const { ada, eve, platform, city, vera } = await anEvaluatedCast(db);
		const other = await anOrganisation(db, 'institute', 'Institut');
		const theirs = await aPlatform(db, other);
		await db.query('update public.platforms set city = $2 where id = $1', [theirs.id, city]);
		await designate(db, theirs);
		const cycle = await aCycle(db, vera, { city });
		await moveOnTo(db, vera, cycle, 'self_report');
		const platforms = async (person: Id) =>
			[...new Set((await sheet(db, person, cycle)).map((row) => row.platform_id))].sort();

		expect(await platforms(vera)).toEqual([platform.id, theirs.id].sort());
		expect(await platforms(ada)).toEqual([platform.id]);
		expect(await platforms(eve)).toEqual([]);
		// A grade is a rumour until the sheet is whole.
		expect(await grades(db, ada, cycle)).toEqual([]);
	});

	it.for([
		'evaluation_participants',
		'evaluation_values',
		'evaluation_inputs',
		'evaluation_instruments',
		'evaluation_samples',
		'evaluation_disputes',
		'evaluation_reports',
		'evaluation_files'
	])(
		'%s: an evaluator and the lab read its rows, a stranger and a visitor none',
		async (table, { db }) => {
			const { ada, eve, platform, instrument, startup, city, vera } = await anEvaluatedCast(db);
			const record = await serve(db, ada, platform, {
				day: '2026-01-05',
				hours: 2,
				instrument,
				whom: startup
			});
			const cycle = await aCycle(db, vera, { city });
			await moveOnTo(db, vera, cycle, 'self_report');
			await dispute(db, ada, cycle, platform, { record: record.id, wish: 'leave_out' });
			await asPerson(db, ada.id, () =>
				db.query(
					`select public.attach_evaluation_file($1, $2, 'A3', 'fees.pdf', 'application/pdf', 'JVBERg=='),
						public.report_for_evaluation($1, $2, 'A3', '已公开', array['LOG'])`,
					[cycle.id, platform.id]
				)
			);
			await move(db, vera, cycle, 'verification');
			const rows = (act: <Row>(read: () => Promise<Row>) => Promise<Row>) =>
				act(() =>
					db.query(`select platform_id from public.${table} where platform_id = $1`, [platform.id])
				);

			expect(await rows((read) => asPerson(db, vera.id, read))).not.toEqual([]);
			expect(await rows((read) => asPerson(db, ada.id, read))).not.toEqual([]);
			expect(await rows((read) => asPerson(db, eve.id, read))).toEqual([]);
			expect((await refusalOf(rows((read) => asAnonymous(db, read)))).code).toBe('42501');
		}
	);

	it('is what was collected and left out for those concerned, and for no stranger', async ({
		db
	}) => {
		const { ada, eve, city, vera } = await anEvaluatedCast(db);
		const cycle = await aCycle(db, vera, { city });
		await moveOnTo(db, vera, cycle, 'collecting');
		const collected = () =>
			db.query('select left_out from public.evaluation_collections where cycle_id = $1', [
				cycle.id
			]);

		expect(await asPerson(db, vera.id, collected)).toHaveLength(1);
		expect(await asPerson(db, ada.id, collected)).toHaveLength(1);
		expect(await asPerson(db, eve.id, collected)).toEqual([]);
		expect((await refusalOf(asAnonymous(db, collected))).code).toBe('42501');
	});

	it('is of experts and their interests their own and the evaluator’s alone', async ({ db }) => {
		const { ada, platform, city, vera } = await anEvaluatedCast(db);
		const cycle = await aCycle(db, vera, { city, rules: 'CN-2026' });
		await moveOnTo(db, vera, cycle, 'self_report');
		const expert = await aPerson(db, 'Expertin');
		const { email } = await db.one<{ email: string }>(
			'select email from auth.users where id = $1',
			[expert.id]
		);
		await asPerson(db, vera.id, () =>
			db.query('select public.invite_expert($1, $2)', [cycle.id, email])
		);
		await asPerson(db, expert.id, () =>
			db.query('select public.declare_interest($1, $2, false)', [cycle.id, platform.id])
		);

		for (const table of ['evaluation_experts', 'evaluation_interests']) {
			const rows = () =>
				db.query(`select person_id from public.${table} where cycle_id = $1`, [cycle.id]);
			expect(await asPerson(db, expert.id, rows)).toEqual([{ person_id: expert.id }]);
			expect(await asPerson(db, vera.id, rows)).toEqual([{ person_id: expert.id }]);
			expect(await asPerson(db, ada.id, rows)).toEqual([]);
		}
	});
});
