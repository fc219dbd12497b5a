import { describe, expect } from 'vitest';
import { aCast } from '../../support/builders.ts';
import { asAnonymous, asPerson, it, refusalOf, type Db } from '../../support/database.ts';
import { anEvaluator } from '../../support/evaluation-calls.ts';

type Id = { id: string };
type RuleSet = { id: string; code: string; version: number; name: string; based_on: string | null };

function preset(db: Db, code: string): Promise<RuleSet> {
	return db.one<RuleSet>(
		'select * from public.evaluation_rule_sets where code = $1 and version = 1',
		[code]
	);
}

function copy(db: Db, person: Id, rules: Id, name = '评价办法'): Promise<RuleSet> {
	return asPerson(db, person.id, () =>
		db.one<RuleSet>('select * from public.copy_rule_set($1, $2, $3)', [rules.id, name, 'Sheet'])
	);
}

function revise(db: Db, person: Id, rules: Id, changes: Record<string, unknown>): Promise<RuleSet> {
	return asPerson(db, person.id, () =>
		db.one<RuleSet>('select * from public.revise_rule_set($1, $2)', [rules.id, changes])
	);
}

function adopt(db: Db, person: Id, rules: Id): Promise<RuleSet & { frozen_at: Date | null }> {
	return asPerson(db, person.id, () =>
		db.one('select * from public.adopt_rule_set($1)', [rules.id])
	);
}

function weightOf(db: Db, rules: Id, code: string) {
	return db.one<{ weight: string | null }>(
		'select weight from public.evaluation_indicators where rule_set_id = $1 and code = $2',
		[rules.id, code]
	);
}

describe('the rule sets that are shipped', () => {
	it('are four, with what each weighs in all', async ({ db }) => {
		const sets = await asAnonymous(db, () =>
			db.query(
				`select sets.code, sets.scope_min_worth_fen::text as scope, sum(indicators.weight)::text as points
				from public.evaluation_rule_sets as sets
				join public.evaluation_indicators as indicators
					on indicators.rule_set_id = sets.id and indicators.source is not null
				where sets.is_preset
				group by sets.id order by sets.code`
			)
		);

		expect(sets).toEqual([
			{ code: 'CN-2026', scope: '50000000', points: null },
			{ code: 'HIT-2021', scope: '40000000', points: null },
			{ code: 'LN-2022', scope: '30000000', points: '100.00' },
			{ code: 'MOE-2000', scope: '10000000', points: '100.00' }
		]);
	});

	it('are kept as they are', async ({ db }) => {
		const vera = await anEvaluator(db);

		const refused = await refusalOf(
			revise(db, vera, await preset(db, 'LN-2022'), { weights: { A1: 7, A2: 7 } })
		);

		expect(refused.key).toBe('rule_set_frozen');
	});

	it('are not copied where their weights are not published', async ({ db }) => {
		const vera = await anEvaluator(db);

		const refused = await refusalOf(copy(db, vera, await preset(db, 'CN-2026')));

		expect(refused.key).toBe('rule_set_read_only');
	});
});

describe('copy_rule_set', () => {
	it('makes the next version with all its indicators', async ({ db }) => {
		const vera = await anEvaluator(db);
		const from = await preset(db, 'LN-2022');

		const made = await copy(db, vera, from, '沈阳试行');

		expect(made).toMatchObject({
			code: 'LN-2022',
			version: 2,
			name: '沈阳试行',
			based_on: from.id
		});
		expect(await weightOf(db, made, 'B1')).toEqual({ weight: '12.00' });
	});

	it('is not a lab’s to call', async ({ db }) => {
		const { ada } = await aCast(db);

		const refused = await refusalOf(copy(db, ada, await preset(db, 'LN-2022')));

		expect(refused).toMatchObject({ code: 'PT403', key: 'not_allowed' });
	});

	it('tells an evaluator of a set that is not there', async ({ db }) => {
		const vera = await anEvaluator(db);

		const refused = await refusalOf(copy(db, vera, vera));

		expect(refused).toMatchObject({ code: 'PT404', key: 'rule_set_not_found' });
	});
});

describe('revise_rule_set', () => {
	it('moves points from one indicator to another, and is audited', async ({ db }) => {
		const vera = await anEvaluator(db);
		const made = await copy(db, vera, await preset(db, 'LN-2022'));

		await revise(db, vera, made, { weights: { A1: 6, B1: 14 } });

		expect(await weightOf(db, made, 'B1')).toEqual({ weight: '14.00' });
		const entries = await db.query(
			`select before -> 'weights' ->> 'B1' as was, after -> 'weights' ->> 'B1' as is_now
			from public.audit_entries where action = 'revise_rule_set' and subject_id = $1`,
			[made.id]
		);
		expect(entries).toEqual([{ was: '12.00', is_now: '14.00' }]);
	});

	it('changes thresholds and bands', async ({ db }) => {
		const vera = await anEvaluator(db);
		const made = await copy(db, vera, await preset(db, 'LN-2022'));
		const bands = [
			{ at_least: 80, grade: 'excellent' },
			{ at_least: 0, grade: 'poor' }
		];

		const revised = await revise(db, vera, made, {
			scope_min_worth_fen: 20_000_000,
			grade_bands: bands,
			publicity_days: 7
		});

		expect(revised).toMatchObject({
			scope_min_worth_fen: '20000000',
			grade_bands: bands,
			publicity_days: 7
		});
	});

	it('changes rated hours, and where indicators have full marks', async ({ db }) => {
		const vera = await anEvaluator(db);
		const made = await copy(db, vera, await preset(db, 'LN-2022'));

		const revised = await revise(db, vera, made, {
			rated_hours: { 通用: 1600, default: 1200 },
			full_marks: { B6: 40, B1: 90 }
		});

		expect(revised).toMatchObject({ rated_hours: { 通用: 1600, default: 1200 } });
		const full = await db.query(
			`select code, normaliser_parameters from public.evaluation_indicators
			where rule_set_id = $1 and code in ('B1', 'B6') order by code`,
			[made.id]
		);
		expect(full).toEqual([
			{ code: 'B1', normaliser_parameters: { peer_percentile: 90 } },
			{ code: 'B6', normaliser_parameters: { full: 40 } }
		]);
	});

	it.for([
		['full marks of one that is not measured so', { full_marks: { A3: 5 } }, 'indicator_not_found'],
		[
			'a better grade for fewer points',
			{
				grade_bands: [
					{ at_least: 60, grade: 'excellent' },
					{ at_least: 70, grade: 'good' },
					{ at_least: 0, grade: 'poor' }
				]
			},
			'bands_not_in_order'
		],
		[
			'grades that begin above nothing',
			{ grade_bands: [{ at_least: 60, grade: 'good' }] },
			'bands_not_in_order'
		],
		[
			'a grade that is there twice',
			{
				grade_bands: [
					{ at_least: 60, grade: 'good' },
					{ at_least: 50, grade: 'good' },
					{ at_least: 0, grade: 'poor' }
				]
			},
			'bands_not_in_order'
		],
		['weights that are not a hundred', { weights: { A1: 9 } }, 'weights_not_hundred'],
		['an indicator that there is not', { weights: { Z9: 1 } }, 'indicator_not_found'],
		['a group of indicators', { weights: { A: 1 } }, 'indicator_not_found']
	] as const)('refuses %s', async ([, changes, key], { db }) => {
		const vera = await anEvaluator(db);
		const made = await copy(db, vera, await preset(db, 'LN-2022'));

		const refused = await refusalOf(revise(db, vera, made, changes));

		expect(refused).toMatchObject({ code: 'PT422', key });
	});

	it('refuses a grade that there is not', async ({ db }) => {
		const vera = await anEvaluator(db);
		const made = await copy(db, vera, await preset(db, 'LN-2022'));

		const band = await refusalOf(
			revise(db, vera, made, { grade_bands: [{ at_least: 5, grade: 'superb' }] })
		);

		expect(band).toMatchObject({
			code: '23514',
			key: expect.stringContaining('evaluation_rule_sets_bands_are_bands') as string
		});
	});
});

describe('adopt_rule_set', () => {
	it('puts a version into force, after which it never changes', async ({ db }) => {
		const vera = await anEvaluator(db);
		const made = await copy(db, vera, await preset(db, 'LN-2022'));

		const adopted = await adopt(db, vera, made);

		expect(adopted.frozen_at).not.toBeNull();
		expect(await adopt(db, vera, made)).toEqual(adopted);
		expect(
			await db.query(
				`select person_id from public.audit_entries where action = 'adopt_rule_set' and subject_id = $1`,
				[made.id]
			)
		).toEqual([{ person_id: vera.id }]);
		const refused = await refusalOf(revise(db, vera, made, { weights: { A1: 6, B1: 14 } }));
		expect(refused).toMatchObject({ code: 'PT409', key: 'rule_set_frozen' });
	});

	it('is for evaluators, of what is no preset', async ({ db }) => {
		const vera = await anEvaluator(db);
		const { ada } = await aCast(db);
		const from = await preset(db, 'LN-2022');
		const made = await copy(db, vera, from);

		expect(await refusalOf(adopt(db, ada, made))).toMatchObject({
			code: 'PT403',
			key: 'not_allowed'
		});
		expect(await refusalOf(adopt(db, vera, vera))).toMatchObject({ key: 'rule_set_not_found' });
		expect(await refusalOf(adopt(db, vera, from))).toMatchObject({ key: 'rule_set_frozen' });
	});
});
