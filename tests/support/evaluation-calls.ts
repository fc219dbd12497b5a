import { randomInt, randomUUID } from 'node:crypto';
import { aCast, aMembership, anOrganisation, aPerson } from './builders.ts';
import { asPerson } from './act-as.ts';
import type { Db } from './to-db.ts';
import { recordService } from './ledger-calls.ts';

type Id = { id: string };

export type Cycle = {
	id: string;
	code: string;
	state: string;
	sample_seed: string | null;
	publicity_until: Date | null;
};

export type ScoreRow = {
	platform_id: string;
	indicator_code: string;
	value: string | null;
	taken_value: string | null;
	sample: string;
	score: string | null;
	points: string | null;
	facts: Record<string, unknown>;
};

export type GradeRow = {
	platform_id: string;
	total: string | null;
	place: string | null;
	grade: string | null;
	vetoes: string[];
	ungraded: string | null;
	needs_audit: boolean;
};

export type ProgressRow = {
	number: number;
	is_restatement: boolean;
	platforms: string;
	measured: string;
	failing: string;
	begun_at: Date;
	told_at: Date;
	finished_at: Date | null;
};

/** Somebody of a science department. */
export async function anEvaluator(db: Db): Promise<Id> {
	const person = await aPerson(db, 'Vera');
	const organisation = await anOrganisation(db, 'agency', 'Amt');
	await aMembership(db, { person, organisation, role: 'evaluator' });
	return person;
}

/** A designation by which a platform is evaluated. */
export async function designate(db: Db, platform: Id, kind = 'PSP'): Promise<void> {
	await db.query(
		`insert into public.platform_designations (platform_id, kind_code, level, granted_on)
		values ($1, $2, 'provincial', '2014-01-01')`,
		[platform.id, kind]
	);
}

/** The preset of a code, or a copy of it with other weights, for a test's own city. */
export async function aCycle(
	db: Db,
	evaluator: Id,
	{
		city,
		rules = 'LN-2022',
		from = '2026-01-01',
		until = '2026-03-31'
	}: {
		city: string;
		rules?: string | Id;
		from?: string;
		until?: string;
	}
): Promise<Cycle> {
	const ruleSet =
		typeof rules === 'string'
			? await db.one<Id>(
					'select id from public.evaluation_rule_sets where code = $1 and version = 1',
					[rules]
				)
			: rules;
	return asPerson(db, evaluator.id, () =>
		db.one<Cycle>(
			`select * from public.create_evaluation(
				code => $1, name => '评价', name_en => 'Evaluation', rule_set_id => $2,
				window_from => $3, window_until => $4, city => $5, policy_class => null)`,
			[`T-${randomUUID().slice(0, 8).toUpperCase()}`, ruleSet.id, from, until, city]
		)
	);
}

/** Takes an evaluation to a state. What that collects is left to be measured. */
export function beginMove(
	db: Db,
	evaluator: Id,
	cycle: Id,
	state: string,
	reason: string | null = null
): Promise<Cycle> {
	return asPerson(db, evaluator.id, () =>
		db.one<Cycle>('select * from public.move_evaluation($1, $2, $3)', [cycle.id, state, reason])
	);
}

/** Takes an evaluation to a state, and measures what that collects. */
export async function move(
	db: Db,
	evaluator: Id,
	cycle: Id,
	state: string,
	reason: string | null = null
): Promise<Cycle> {
	const moved = await beginMove(db, evaluator, cycle, state, reason);
	await measureRest(db, cycle);
	return moved;
}

/** What the worker does in steps, at once and in the test's own transaction. */
export async function measureRest(db: Db, cycle: Id): Promise<void> {
	await db.query(
		`select private.measure_collection(id) from public.evaluation_collections
		where cycle_id = $1 and input_hash is null`,
		[cycle.id]
	);
}

/** Asks for a further version of what is public. It is left to be measured. */
export function beginRestating(
	db: Db,
	evaluator: Id,
	cycle: Id,
	reason: string
): Promise<ProgressRow> {
	return asPerson(db, evaluator.id, () =>
		db.one<ProgressRow>('select * from public.restate_evaluation($1, $2)', [cycle.id, reason])
	);
}

/** Publishes a further version. */
export async function restate(db: Db, evaluator: Id, cycle: Id, reason: string): Promise<void> {
	await beginRestating(db, evaluator, cycle, reason);
	await measureRest(db, cycle);
}

const ORDER = [
	'draft',
	'open',
	'collecting',
	'self_report',
	'verification',
	'expert_scoring',
	'preliminary',
	'publicity',
	'published'
] as const;

/** Goes on to a state, finding every sampled record in order and waiting out the publicity. */
export async function moveOnTo(
	db: Db,
	evaluator: Id,
	cycle: Id,
	state: (typeof ORDER)[number]
): Promise<void> {
	const { state: from } = await db.one<{ state: (typeof ORDER)[number] }>(
		'select state from public.evaluation_cycles where id = $1',
		[cycle.id]
	);
	for (const next of ORDER.slice(ORDER.indexOf(from) + 1, ORDER.indexOf(state) + 1)) {
		if (next === 'expert_scoring') await findAllInOrder(db, evaluator, cycle);
		if (next === 'published') await endPublicity(db, cycle);
		await move(db, evaluator, cycle, next);
	}
}

export async function findAllInOrder(db: Db, evaluator: Id, cycle: Id): Promise<void> {
	const open = await db.query<{ record_id: string }>(
		'select record_id from public.evaluation_samples where cycle_id = $1 and found_at is null',
		[cycle.id]
	);
	for (const { record_id: record } of open) await find(db, evaluator, cycle, record, 'in_order');
}

export function find(
	db: Db,
	evaluator: Id,
	cycle: Id,
	record: string,
	finding: string,
	note: string | null = null
): Promise<unknown> {
	return asPerson(db, evaluator.id, () =>
		db.query('select public.record_finding($1, $2, $3, $4)', [cycle.id, record, finding, note])
	);
}

/** As if the working days of publicity were over. */
export async function endPublicity(db: Db, cycle: Id): Promise<void> {
	await db.query(
		`update public.evaluation_cycles set publicity_until = now() - interval '1 hour' where id = $1`,
		[cycle.id]
	);
}

export function sheet(db: Db, person: Id, cycle: Id): Promise<ScoreRow[]> {
	return asPerson(db, person.id, () =>
		db.query<ScoreRow>('select * from public.evaluation_sheet($1)', [cycle.id])
	);
}

export async function scoreOf(db: Db, person: Id, cycle: Id, platform: Id, indicator: string) {
	const row = (await sheet(db, person, cycle)).find(
		(score) => score.platform_id === platform.id && score.indicator_code === indicator
	);
	if (!row) throw new Error(`${indicator} is on no sheet that is shown`);
	return row;
}

export function grades(db: Db, person: Id, cycle: Id): Promise<GradeRow[]> {
	return asPerson(db, person.id, () =>
		db.query<GradeRow>('select * from public.evaluation_grades($1)', [cycle.id])
	);
}

export function dispute(
	db: Db,
	person: Id,
	cycle: Id,
	platform: Id,
	{
		record = null,
		wish = null,
		reason = '不对'
	}: {
		record?: string | null;
		wish?: string | null;
		reason?: string;
	} = {}
): Promise<Id & { kind: string }> {
	return asPerson(db, person.id, () =>
		db.one<Id & { kind: string }>(
			`select * from public.dispute_evaluation(
				cycle_id => $1, platform_id => $2, record_id => $3, wish => $4, reason => $5)`,
			[cycle.id, platform.id, record, wish, reason]
		)
	);
}

export function decide(db: Db, evaluator: Id, disputed: Id, isUpheld: boolean): Promise<unknown> {
	return asPerson(db, evaluator.id, () =>
		db.query('select public.decide_evaluation_dispute($1, $2, $3)', [
			disputed.id,
			isUpheld,
			'查过了'
		])
	);
}

/** A number of a registered organisation that no other has. */
function aCreditCode(): string {
	return `91000000${randomInt(10 ** 10)
		.toString()
		.padStart(10, '0')}`;
}

/** A platform in a city of its own that can be evaluated, its instrument in scope, and young startups. */
export async function anEvaluatedCast(db: Db) {
	const cast = await aCast(db);
	for (const { id } of [cast.startup, cast.rival]) {
		await db.query(
			`update public.organisations
			set established_on = '2025-01-01', verified_at = '2025-02-01', unified_social_credit_code = $2
			where id = $1`,
			[id, aCreditCode()]
		);
	}
	const city = `市 ${randomUUID()}`;
	await db.query('update public.platforms set city = $2 where id = $1', [cast.platform.id, city]);
	await db.query(
		`update public.instruments
		set worth_fen = 50000000, external_use = 'yes', in_service_on = '2020-01-01', asset_kind = '通用'
		where id = $1`,
		[cast.instrument.id]
	);
	await designate(db, cast.platform);
	const vera = await anEvaluator(db);
	return { ...cast, city, vera };
}

/** Hours of an instrument for somebody, from nine in the morning of a day. */
export function serve(
	db: Db,
	person: Id,
	platform: Id,
	service: { day: string; hours: number; instrument: Id; whom: Id } & Record<string, unknown>
) {
	const { day, hours, instrument, whom, ...more } = service;
	const start = Date.parse(`${day}T09:00:00+08:00`);
	return recordService(db, person, platform, {
		kind: 'instrument_time',
		instrument_id: instrument.id,
		beneficiary_id: whom.id,
		purpose_code: '136',
		starts_at: new Date(start).toISOString(),
		ends_at: new Date(start + hours * 3_600_000).toISOString(),
		evidence: ['LOG'],
		...more
	});
}
