import type { PostgrestSingleResponse } from '@supabase/supabase-js';
import { read, readPage } from '#lib/catalogue/read.server.ts';
import type { Db } from '#lib/server/supabase.ts';
import { isMadeOfRecords } from './cycle-words.ts';

const MAX_ROWS = 1000;
const PAGE_SIZE = 50;
const RECORDS_PAGE = 100;
const CYCLE = `id, code, name, name_en, state, window_from, window_until, self_report_until,
	publicity_until, rectify_until, policy_class, city`;
const NAME = 'id, name, language, name_en';

/** Evaluations that the person asking may see, the latest first. */
export function listCycles(db: Db) {
	return read(
		db
			.from('evaluation_cycles')
			.select(CYCLE)
			.order('created_at', { ascending: false })
			.order('id')
			.limit(200)
	);
}

/** The evaluations that a platform takes part in, the latest first. */
export async function listCyclesOf(db: Db, platformId: string) {
	const rows = await read(
		db
			.from('evaluation_participants')
			.select(`cycle:evaluation_cycles!inner(${CYCLE}, created_at)`)
			.eq('platform_id', platformId)
			.limit(200)
	);
	return rows.map(({ cycle }) => cycle).sort((a, b) => b.created_at.localeCompare(a.created_at));
}

/** What a new evaluation is made of: rule sets, kinds of designations and the cities of platforms. */
export async function listCycleChoices(db: Db) {
	const [ruleSets, kinds, platforms] = await Promise.all([
		read(
			db
				.from('evaluation_rule_sets')
				.select('id, code, version, name, name_en, policy_class')
				.order('code')
				.order('version', { ascending: false })
				.limit(200)
		),
		read(db.from('designation_kinds').select('code, name, name_en').order('position')),
		read(db.from('platforms').select('city').not('city', 'is', null).order('city').limit(MAX_ROWS))
	]);
	const cities = [...new Set(platforms.flatMap(({ city }) => city ?? []))];
	return { ruleSets, kinds, cities };
}

/** An evaluation with its rules, its history and what was made public; null where there is none. */
export async function findCycle(db: Db, id: string) {
	return read(
		db
			.from('evaluation_cycles')
			.select(
				`${CYCLE}, designation_kind, sample_seed,
				rules:evaluation_rule_sets(
					id, code, version, name, name_en, publicity_days,
					indicators:evaluation_indicators!evaluation_indicators_rule_set_id_fkey(code, parent, position, name, name_en, weight, source, formula, evidence_required)
				),
				transitions:evaluation_transitions(id, from_state, to_state, reason, at),
				collections:evaluation_collections(number, as_of, input_hash),
				results:evaluation_results(version, stage, digest, reason, created_at)`
			)
			.eq('id', id)
			.order('position', { referencedTable: 'rules.indicators' })
			.order('at', { referencedTable: 'evaluation_transitions', ascending: false })
			.order('number', { referencedTable: 'evaluation_collections', ascending: false })
			.order('version', { referencedTable: 'evaluation_results', ascending: false })
			.maybeSingle()
	);
}

export type Cycle = NonNullable<Awaited<ReturnType<typeof findCycle>>>;
export type CycleIndicator = Cycle['rules']['indicators'][number];

/** The states that an evaluator can take it to, and whether a step needs a reason. */
export function listWays(db: Db, cycleId: string) {
	return read(db.rpc('evaluation_ways', { cycle_id: cycleId }).select('to_state, needs_reason'));
}

/** One page of the platforms of an evaluation by name, with how many there are. */
export function listParticipants(db: Db, cycleId: string, page: number) {
	return readPage(
		db
			.from('evaluation_participants')
			.select(`platform:platforms!inner(${NAME}, city)`, { count: 'exact' })
			.eq('cycle_id', cycleId)
			.order('platform(name)')
			.order('id')
			.range((page - 1) * PAGE_SIZE, page * PAGE_SIZE - 1)
	);
}

export const pagesOf = (total: number) => Math.ceil(total / PAGE_SIZE);

/** What is computed of a whole collection; nothing while there is only part of one. */
async function readWhole<Row>(query: PromiseLike<PostgrestSingleResponse<Row[]>>): Promise<Row[]> {
	const answer = await query;
	return answer.error?.message === 'evaluation_collecting' ? [] : read(Promise.resolve(answer));
}

/** Scores and grades of some platforms, as they stand and as far as they may be seen. */
export async function readStandings(db: Db, cycleId: string, platformIds: string[]) {
	const [scores, grades] = await Promise.all([
		readWhole(
			db
				.rpc('evaluation_sheet', { cycle_id: cycleId })
				.in('platform_id', platformIds)
				.select('platform_id, indicator_code, score, points')
				.limit(MAX_ROWS)
		),
		readWhole(
			db
				.rpc('evaluation_grades', { cycle_id: cycleId })
				.in('platform_id', platformIds)
				.select('platform_id, total, place, grade, vetoes, ungraded, needs_audit')
				.limit(MAX_ROWS)
		)
	]);
	return { scores, grades };
}

export type Standings = Awaited<ReturnType<typeof readStandings>>;

/** What waits for an evaluator before the evaluation can go on. */
export async function countOpenWork(db: Db, cycleId: string) {
	const [disputes, samples, reports] = await Promise.all([
		db
			.from('evaluation_disputes')
			.select('id', { count: 'exact', head: true })
			.eq('cycle_id', cycleId)
			.is('decided_at', null),
		db
			.from('evaluation_samples')
			.select('record_id', { count: 'exact', head: true })
			.eq('cycle_id', cycleId)
			.is('found_at', null),
		db
			.from('evaluation_reports')
			.select('platform_id', { count: 'exact', head: true })
			.eq('cycle_id', cycleId)
			.is('judged_at', null)
	]);
	return {
		disputes: disputes.count ?? 0,
		samples: samples.count ?? 0,
		reports: reports.count ?? 0
	};
}

/** The platforms where something waits for an evaluator. */
export async function listOpenPlatforms(db: Db, cycleId: string) {
	const [disputes, samples, reports] = await Promise.all([
		read(
			db
				.from('evaluation_disputes')
				.select('platform_id')
				.eq('cycle_id', cycleId)
				.is('decided_at', null)
				.limit(MAX_ROWS)
		),
		read(
			db
				.from('evaluation_samples')
				.select('platform_id')
				.eq('cycle_id', cycleId)
				.is('found_at', null)
				.limit(MAX_ROWS)
		),
		read(
			db
				.from('evaluation_reports')
				.select('platform_id')
				.eq('cycle_id', cycleId)
				.is('judged_at', null)
				.limit(MAX_ROWS)
		)
	]);
	return new Set([...disputes, ...samples, ...reports].map(({ platform_id: id }) => id));
}

export async function listExperts(db: Db, cycleId: string) {
	const experts = await read(
		db
			.from('evaluation_experts')
			.select('person:people!evaluation_experts_person_id_fkey(id, name:display_name)')
			.eq('cycle_id', cycleId)
			.order('invited_at')
			.limit(200)
	);
	return experts.map(({ person }) => person);
}

/** Whether the person asking is an expert of an evaluation. */
export async function isExpert(db: Db, cycleId: string, personId: string): Promise<boolean> {
	const rows = await read(
		db
			.from('evaluation_experts')
			.select('person_id')
			.eq('cycle_id', cycleId)
			.eq('person_id', personId)
			.limit(1)
	);
	return rows.length > 0;
}

/** A platform's part in an evaluation, all that may be seen of it; null where there is none. */
export async function findParticipant(
	db: Db,
	{ cycleId, platformId }: { cycleId: string; platformId: string }
) {
	return read(
		db
			.from('evaluation_participants')
			.select(
				`narrative, narrated_at, rectification_report, rectified_at, rectification_accepted,
				rectification_note, platform:platforms(${NAME}, city),
				reports:evaluation_reports(indicator_code, statement, evidence, score, note, judged_at),
				files:evaluation_files(id, indicator_code, name, size_bytes, created_at),
				disputes:evaluation_disputes(
					id, kind, record_id, wish, reason, evidence, raised_at, is_upheld, decision, decided_at
				),
				samples:evaluation_samples(
					position, finding, note, found_at,
					record:service_records(
						id, seq, kind, starts_at, ends_at, source, evidence, contract_no,
						beneficiary:organisations!service_records_beneficiary_id_fkey(${NAME})
					)
				)`
			)
			.eq('cycle_id', cycleId)
			.eq('platform_id', platformId)
			.order('raised_at', { referencedTable: 'evaluation_disputes' })
			.order('position', { referencedTable: 'evaluation_samples' })
			.order('created_at', { referencedTable: 'evaluation_files' })
			.maybeSingle()
	);
}

export type Participant = NonNullable<Awaited<ReturnType<typeof findParticipant>>>;

/** A platform's sheet, line by line, and its grade where it may be seen. */
export async function readSheet(
	db: Db,
	{ cycleId, platformId }: { cycleId: string; platformId: string }
) {
	const [lines, grades] = await Promise.all([
		readWhole(db.rpc('evaluation_sheet', { cycle_id: cycleId, platform_id: platformId })),
		readWhole(db.rpc('evaluation_grades', { cycle_id: cycleId }).eq('platform_id', platformId))
	]);
	return { lines, grade: grades[0] ?? null };
}

export type SheetLine = Awaited<ReturnType<typeof readSheet>>['lines'][number];

/** What an expert has said of a platform. */
export async function readExpertWork(
	db: Db,
	{ cycleId, platformId }: { cycleId: string; platformId: string },
	personId: string
) {
	const [interests, scores] = await Promise.all([
		read(
			db
				.from('evaluation_interests')
				.select('has_interest, reason')
				.eq('cycle_id', cycleId)
				.eq('platform_id', platformId)
				.eq('person_id', personId)
		),
		read(
			db
				.from('evaluation_expert_scores')
				.select('indicator_code, score, comment')
				.eq('cycle_id', cycleId)
				.eq('platform_id', platformId)
				.eq('person_id', personId)
		)
	]);
	return { interest: interests[0] ?? null, scores };
}

/** The records behind a value, one page after a number. */
export async function listValueRecords(
	db: Db,
	{ cycleId, platformId }: { cycleId: string; platformId: string },
	indicator: CycleIndicator,
	afterSeq: number
) {
	if (!isMadeOfRecords(indicator.formula)) return { records: [], nextSeq: null };
	const rows = await read(
		db.rpc('evaluation_records', {
			cycle_id: cycleId,
			platform_id: platformId,
			indicator_code: indicator.code,
			after_seq: afterSeq,
			size: RECORDS_PAGE + 1
		})
	);
	const records = rows.slice(0, RECORDS_PAGE);
	const names = await namesOf(db, [...new Set(records.map((row) => row.beneficiary_id))]);
	return {
		records: records.map((row) => ({ ...row, beneficiary: names.get(row.beneficiary_id) ?? null })),
		nextSeq: rows.length > RECORDS_PAGE ? (records.at(-1)?.seq ?? null) : null
	};
}

async function namesOf(db: Db, ids: string[]) {
	if (ids.length === 0) return new Map<string, never>();
	const rows = await read(db.from('organisations').select(NAME).in('id', ids));
	return new Map(rows.map((row) => [row.id, row]));
}

/** Records that came after the ledger was collected; they change no score. */
export async function listSupplement(
	db: Db,
	{ cycleId, platformId }: { cycleId: string; platformId: string }
) {
	return read(
		db
			.rpc('evaluation_supplement', { cycle_id: cycleId, platform_id: platformId })
			.select('id, seq, kind, starts_at, ends_at, recorded_at')
			.limit(MAX_ROWS)
	);
}
