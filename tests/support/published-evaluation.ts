import { randomUUID } from 'node:crypto';
import type { Client } from 'pg';
import { aPlatform } from './builders.ts';
import { aCycle, anEvaluatedCast, designate, moveOnTo, serve } from './evaluation-calls.ts';
import { toDb, type Db } from './to-db.ts';

type Id = { id: string };

/**
 * The default sheet under a code of its own, which gives grades by what little a test has. A copy would
 * be the next version of the default for everybody else.
 */
async function aLenientRuleSet(db: Db): Promise<Id> {
	const rules = await db.one<Id>(
		`insert into public.evaluation_rule_sets (
			code, name, name_en, jurisdiction, period_type, legal_basis, scope_min_worth_fen, rated_hours,
			grade_bands, grade_from_points, tie_breaker
		)
		select
			$1, '试行', 'Trial', jurisdiction, period_type, legal_basis, scope_min_worth_fen, rated_hours,
			grade_bands, 10, tie_breaker
		from public.evaluation_rule_sets where code = 'LN-2022' and version = 1
		returning id`,
		[`T-${randomUUID().slice(0, 8).toUpperCase()}`]
	);
	await db.query(
		`insert into public.evaluation_indicators
		select (jsonb_populate_record(
			indicators, jsonb_build_object('rule_set_id', $1::text)
		)).*
		from public.evaluation_indicators as indicators
		join public.evaluation_rule_sets as sets on sets.id = indicators.rule_set_id
		where sets.code = 'LN-2022' and sets.version = 1
		order by indicators.parent nulls first`,
		[rules.id]
	);
	return rules;
}

/**
 * An evaluation of two platforms in a city of their own, one of which served a startup, as far as a
 * state. The other's name is one that a spreadsheet would calculate.
 */
export async function anEvaluationOfTwo(db: Db, state: 'open' | 'publicity' | 'published') {
	const cast = await anEvaluatedCast(db);
	const { ada, platform, university, instrument, startup, rival, city, vera } = cast;
	await serve(db, ada, platform, { day: '2026-02-03', hours: 3, instrument, whom: startup });
	await serve(db, ada, platform, { day: '2026-02-04', hours: 5, instrument, whom: rival });
	const idle = await aPlatform(db, university);
	const name = `=1+1 ${randomUUID()}`;
	await db.query('update public.platforms set city = $2, name = $3 where id = $1', [
		idle.id,
		city,
		name
	]);
	await designate(db, idle);
	const rules = await aLenientRuleSet(db);
	const cycle = await aCycle(db, vera, { city, rules });
	await moveOnTo(db, vera, cycle, state);
	return { ...cast, cycle, idle: { ...idle, name } };
}

/** The same for who asks over another connection: it is there to stay. */
export async function commitEvaluationOfTwo(
	client: Client,
	state: Parameters<typeof anEvaluationOfTwo>[1]
) {
	await client.query('begin');
	const made = await anEvaluationOfTwo(toDb(client), state);
	await client.query('commit');
	return made;
}
