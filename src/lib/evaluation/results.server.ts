import { read } from '#lib/catalogue/read.server.ts';
import type { Database } from '#lib/database.types.ts';
import type { Db, WithNull } from '#lib/server/supabase.ts';
import { readDocument } from './result-document.ts';

/** Evaluations are drafted by hand: there are never as many as the Data API gives at once. */
const MAX_EVALUATIONS = 1000;
const EVALUATION = `id, code, name, name_en, state, policy_class, city, window_from, window_until,
	self_report_until, publicity_until, rectify_until,
	rule_set:evaluation_rule_sets(id, code, version, name, name_en),
	versions:evaluation_results(version, stage, digest, reason, created_at)`;

/** All evaluations that have opened, the latest window first, each with its public versions in order. */
export function listEvaluations(db: Db) {
	return read(
		db
			.from('evaluation_cycles')
			.select(EVALUATION)
			.neq('state', 'draft')
			.order('window_until', { ascending: false })
			.order('code')
			.order('version', { referencedTable: 'versions' })
			.limit(MAX_EVALUATIONS)
	);
}

/** An evaluation that has opened, by its code in whatever case; null where there is none. */
export async function findEvaluation(db: Db, code: string) {
	return read(
		db
			.from('evaluation_cycles')
			.select(EVALUATION)
			.neq('state', 'draft')
			.eq('code', code.toUpperCase())
			.order('version', { referencedTable: 'versions' })
			.maybeSingle()
	);
}

type Evaluation = NonNullable<Awaited<ReturnType<typeof findEvaluation>>>;
export type ResultVersion = Evaluation['versions'][number];

/** What was made public as a version of an evaluation, as the text that its digest is of. */
export async function findResult(db: Db, evaluationId: string, version: number) {
	const found = await read(
		db
			.from('evaluation_results')
			.select('digest, text:document')
			.eq('cycle_id', evaluationId)
			.eq('version', version)
			.maybeSingle()
	);
	return found && { ...found, document: readDocument(found.text) };
}

/** Not every platform that was placed has a grade. */
export type LastGrade = WithNull<
	Database['public']['Functions']['last_public_grade']['Returns'][number],
	'grade'
>;

/** What a platform's page says of its last published evaluation; null before there is one. */
export async function findLastGrade(db: Db, platformId: string): Promise<LastGrade | null> {
	const found: LastGrade[] = await read(db.rpc('last_public_grade', { platform_id: platformId }));
	return found[0] ?? null;
}
