import type { InferOutput } from 'valibot';
import * as m from '#lib/paraglide/messages.js';
import { toOutcome, type Outcome, type RefusalTexts } from '#lib/server/outcome.ts';
import type { Db } from '#lib/server/supabase.ts';
import type { Collecting } from './collection-progress.ts';
import type { CycleState } from './cycle-words.ts';
import { stateLabel } from './cycle-words.ts';
import type {
	cycleSchema,
	decideSchema,
	disputeSchema,
	expertScoreSchema,
	findingSchema,
	interestSchema,
	judgeSchema,
	rectifiedSchema,
	reportSchema
} from './cycle-schema.ts';
import { Constants } from '#lib/database.types.ts';

/** How long who goes on by hand waits for an answer, at most and a platform longer. */
const CONTINUE_MS = 15_000;

function isState(detail: string | null): detail is CycleState {
	return Constants.public.Enums.evaluation_state.some((state) => state === detail);
}

const REFUSALS: RefusalTexts = {
	rule_set_not_found: () => m.evaluation_refused_not_found(),
	evaluation_not_found: () => m.cycle_refused_not_found(),
	evaluation_participant_not_found: () => m.cycle_refused_not_found(),
	evaluation_state_wrong: ({ detail }) =>
		m.cycle_refused_state({ state: isState(detail) ? stateLabel(detail) : '' }),
	evaluation_collecting: ({ detail }) => m.cycle_refused_collecting({ progress: detail ?? '' }),
	evaluation_runs_reason_has_length: () => m.cycle_refused_long(),
	evaluation_runs_reason_is_clean: () => m.text_unclean(),
	evaluation_without_platforms: () => m.cycle_refused_without_platforms(),
	evaluation_window_open: ({ detail }) => m.cycle_refused_window({ day: detail ?? '' }),
	evaluation_objections_too_many: ({ detail }) =>
		m.cycle_refused_objections({ count: detail ?? '' }),
	evaluation_disputes_open: ({ detail }) => m.cycle_refused_disputes({ count: detail ?? '' }),
	evaluation_samples_open: ({ detail }) => m.cycle_refused_samples({ count: detail ?? '' }),
	evaluation_reports_open: ({ detail }) => m.cycle_refused_reports({ count: detail ?? '' }),
	evaluation_experts_missing: ({ detail }) => m.cycle_refused_experts({ count: detail ?? '' }),
	evaluation_publicity_running: ({ detail }) => m.cycle_refused_publicity({ day: detail ?? '' }),
	evaluation_objection_decides: () => m.cycle_refused_objection(),
	evaluation_grade_decides: () => m.cycle_refused_grade(),
	evaluation_rectifications_open: ({ detail }) =>
		m.cycle_refused_rectifications({ count: detail ?? '' }),
	evaluation_evidence_needed: () => m.cycle_refused_evidence(),
	evaluation_files_full: () => m.cycle_refused_files(),
	evaluation_dispute_open: () => m.cycle_refused_dispute_open(),
	evaluation_dispute_decided: () => m.cycle_refused_dispute_decided(),
	evaluation_dispute_not_found: () => m.cycle_refused_not_found(),
	evaluation_sample_not_found: () => m.cycle_refused_not_found(),
	evaluation_report_not_found: () => m.cycle_refused_not_found(),
	evaluation_interest_evident: () => m.cycle_refused_interest_evident(),
	evaluation_interest_undeclared: () => m.cycle_refused_interest_undeclared(),
	evaluation_nothing_to_rectify: () => m.cycle_refused_nothing_to_rectify(),
	service_record_not_found: () => m.cycle_refused_record(),
	indicator_not_found: () => m.evaluation_refused_not_found(),
	person_not_found: () => m.cycle_refused_person(),
	file_not_found: () => m.cycle_refused_not_found(),
	reason_needed: () => m.cycle_refused_reason(),
	value_malformed: () => m.evaluation_refused_number(),
	value_out_of_range: () => m.evaluation_refused_number(),
	evaluation_cycles_code_key: () => m.cycle_refused_code_taken(),
	evaluation_cycles_code_is_one: () => m.cycle_refused_code(),
	evaluation_cycles_name_has_length: () => m.text_missing(),
	evaluation_cycles_name_is_clean: () => m.text_unclean(),
	evaluation_cycles_window_is_some: () => m.cycle_refused_window_order(),
	evaluation_cycles_reports_after_window: () => m.cycle_refused_report_day(),
	evaluation_cycles_designation_kind_fkey: () => m.evaluation_refused_not_found(),
	evaluation_reports_statement_has_length: () => m.cycle_refused_long(),
	evaluation_reports_evidence_is_little: () => m.cycle_refused_long(),
	evaluation_reports_texts_are_clean: () => m.text_unclean(),
	evaluation_reports_note_has_length: () => m.cycle_refused_long(),
	evaluation_reports_score_is_of_hundred: () => m.cycle_refused_score(),
	evaluation_participants_narrative_has_length: () => m.cycle_refused_long(),
	evaluation_participants_report_has_length: () => m.cycle_refused_long(),
	evaluation_participants_texts_are_clean: () => m.text_unclean(),
	evaluation_disputes_texts_have_length: () => m.cycle_refused_long(),
	evaluation_disputes_texts_are_clean: () => m.text_unclean(),
	evaluation_disputes_evidence_is_little: () => m.cycle_refused_long(),
	evaluation_disputes_of_records_say_what: () => m.cycle_refused_wish(),
	evaluation_disputes_wish_is_known: () => m.cycle_refused_wish(),
	evaluation_samples_bad_ones_say_why: () => m.cycle_refused_reason(),
	evaluation_samples_finding_is_known: () => m.text_missing(),
	evaluation_samples_note_has_length: () => m.cycle_refused_long(),
	evaluation_samples_note_is_clean: () => m.text_unclean(),
	evaluation_interests_say_which: () => m.cycle_refused_reason(),
	evaluation_interests_reason_has_length: () => m.cycle_refused_long(),
	evaluation_interests_reason_is_clean: () => m.text_unclean(),
	evaluation_expert_scores_score_is_of_hundred: () => m.cycle_refused_score(),
	evaluation_expert_scores_comment_has_length: () => m.cycle_refused_long(),
	evaluation_expert_scores_comment_is_clean: () => m.text_unclean(),
	evaluation_transitions_reason_has_length: () => m.cycle_refused_long(),
	evaluation_transitions_reason_is_clean: () => m.text_unclean(),
	evaluation_results_reason_has_length: () => m.cycle_refused_long(),
	evaluation_results_reason_is_clean: () => m.text_unclean(),
	evaluation_files_name_is_clean: () => m.text_unclean(),
	evaluation_files_size_is_limited: () => m.cycle_refused_file()
};

/** A platform of an evaluation. */
export type Participation = { cycleId: string; platformId: string };

export function createCycle(db: Db, cycle: InferOutput<typeof cycleSchema>) {
	return toOutcome(
		db
			.rpc('create_evaluation', {
				code: cycle.code,
				name: cycle.name,
				name_en: cycle.name_en,
				rule_set_id: cycle.rule_set_id,
				window_from: cycle.window_from,
				window_until: cycle.window_until,
				policy_class: cycle.policy_class,
				city: cycle.city,
				designation_kind: cycle.designation_kind,
				...(cycle.self_report_until !== '' && { self_report_until: cycle.self_report_until })
			})
			.setHeader('Idempotency-Key', cycle.key),
		REFUSALS
	);
}

export function discardCycle(db: Db, cycleId: string) {
	return toOutcome(db.rpc('discard_evaluation', { cycle_id: cycleId }), REFUSALS);
}

/** Takes an evaluation to its next state. What that collects is measured while others wait for it. */
export function moveCycle(db: Db, cycleId: string, toState: CycleState, reason: string) {
	return toOutcome(
		db.rpc('move_evaluation', { cycle_id: cycleId, to_state: toState, reason }),
		REFUSALS
	);
}

/** Has a further version computed, which is published when it is. */
export function restateCycle(db: Db, cycleId: string, reason: string) {
	return toOutcome(db.rpc('restate_evaluation', { cycle_id: cycleId, reason }), REFUSALS);
}

/**
 * Goes on with a collection that stands still, in the place of the worker, until it ends, something fails
 * or the person has waited long enough.
 */
export async function continueCollecting(
	db: Db,
	cycleId: string
): Promise<Outcome<Collecting | null>> {
	const until = Date.now() + CONTINUE_MS;
	for (;;) {
		const outcome = await toOutcome(
			db.rpc('continue_evaluation', { cycle_id: cycleId }).maybeSingle(),
			REFUSALS
		);
		if (!outcome.ok) return outcome;
		// The generated type takes every column of a composite for one that may be null.
		const last = outcome.data as Collecting | null;
		const isOver = last === null || last.finished_at !== null || last.failing > 0;
		if (isOver || Date.now() > until) return { ok: true, data: last };
	}
}

export function inviteExpert(db: Db, cycleId: string, email: string) {
	return toOutcome(db.rpc('invite_expert', { cycle_id: cycleId, email }), REFUSALS);
}

export function decideDispute(db: Db, decision: InferOutput<typeof decideSchema>) {
	return toOutcome(db.rpc('decide_evaluation_dispute', decision), REFUSALS);
}

export function recordFinding(db: Db, cycleId: string, finding: InferOutput<typeof findingSchema>) {
	return toOutcome(db.rpc('record_finding', { cycle_id: cycleId, ...finding }), REFUSALS);
}

/** Without an indicator, what the platform tells of its year. */
export function report(
	db: Db,
	{ cycleId, platformId }: Participation,
	{ indicator_code: code, statement, evidence }: InferOutput<typeof reportSchema>
): Promise<Outcome<unknown>> {
	return toOutcome(
		db.rpc('report_for_evaluation', {
			cycle_id: cycleId,
			platform_id: platformId,
			// The generated type knows no null; the function takes it for the year as a whole.
			indicator_code: (code === '' ? null : code) as string,
			statement,
			evidence
		}),
		REFUSALS
	);
}

export function judgeReport(
	db: Db,
	{ cycleId, platformId }: Participation,
	judged: InferOutput<typeof judgeSchema>
) {
	return toOutcome(
		db.rpc('judge_report', { cycle_id: cycleId, platform_id: platformId, ...judged }),
		REFUSALS
	);
}

/** Hangs a file on a report; it is read into memory, which its limit of 5 MiB allows. */
export async function attachFile(
	db: Db,
	{ cycleId, platformId }: Participation,
	indicatorCode: string,
	file: File
) {
	return toOutcome(
		db.rpc('attach_evaluation_file', {
			cycle_id: cycleId,
			platform_id: platformId,
			indicator_code: (indicatorCode === '' ? null : indicatorCode) as string,
			name: file.name,
			content_type: file.type === '' ? 'application/octet-stream' : file.type,
			content: Buffer.from(await file.arrayBuffer()).toString('base64')
		}),
		REFUSALS
	);
}

export function retireFile(db: Db, fileId: string) {
	return toOutcome(db.rpc('retire_evaluation_file', { file_id: fileId }), REFUSALS);
}

/** A dispute of a platform's own people; during publicity an objection of anybody. */
export function disputeEvaluation(
	db: Db,
	{ cycleId, platformId }: Participation,
	dispute: InferOutput<typeof disputeSchema>
) {
	return toOutcome(
		db
			.rpc('dispute_evaluation', {
				cycle_id: cycleId,
				platform_id: platformId,
				reason: dispute.reason,
				evidence: dispute.evidence,
				...(dispute.record_id !== '' && { record_id: dispute.record_id, wish: dispute.wish })
			})
			.setHeader('Idempotency-Key', dispute.key),
		REFUSALS
	);
}

export function declareInterest(
	db: Db,
	{ cycleId, platformId }: Participation,
	declared: InferOutput<typeof interestSchema>
) {
	return toOutcome(
		db.rpc('declare_interest', { cycle_id: cycleId, platform_id: platformId, ...declared }),
		REFUSALS
	);
}

export function scoreAsExpert(
	db: Db,
	{ cycleId, platformId }: Participation,
	scored: InferOutput<typeof expertScoreSchema>
) {
	return toOutcome(
		db.rpc('score_as_expert', { cycle_id: cycleId, platform_id: platformId, ...scored }),
		REFUSALS
	);
}

export function reportRectification(db: Db, { cycleId, platformId }: Participation, told: string) {
	return toOutcome(
		db.rpc('report_rectification', { cycle_id: cycleId, platform_id: platformId, report: told }),
		REFUSALS
	);
}

export function judgeRectification(
	db: Db,
	{ cycleId, platformId }: Participation,
	judged: InferOutput<typeof rectifiedSchema>
) {
	return toOutcome(
		db.rpc('judge_rectification', { cycle_id: cycleId, platform_id: platformId, ...judged }),
		REFUSALS
	);
}
