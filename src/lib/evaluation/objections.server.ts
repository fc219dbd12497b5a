import * as v from 'valibot';
import { read } from '#lib/catalogue/read.server.ts';
import * as m from '#lib/paraglide/messages.js';
import { toOutcome, type RefusalTexts } from '#lib/server/outcome.ts';
import type { Db } from '#lib/server/supabase.ts';

const REFUSALS: RefusalTexts = {
	evaluation_not_found: () => m.results_refused_over(),
	evaluation_state_wrong: () => m.results_refused_over(),
	evaluation_participant_not_found: () => m.results_refused_platform(),
	platform_not_yours: () => m.results_refused_over(),
	reason_needed: () => m.text_missing(),
	evaluation_disputes_texts_have_length: () => m.results_refused_long(),
	evaluation_disputes_evidence_is_little: () => m.results_refused_long(),
	evaluation_disputes_texts_are_clean: () => m.text_unclean()
};

export const objectionSchema = v.object({
	platform_id: v.pipe(
		v.optional(v.string(), ''),
		v.uuid(() => m.results_refused_platform())
	),
	reason: v.pipe(
		v.optional(v.string(), ''),
		v.trim(),
		v.minLength(1, () => m.text_missing())
	),
	// One reference a line.
	evidence: v.pipe(
		v.optional(v.string(), ''),
		v.transform((lines) =>
			lines
				.split('\n')
				.map((line) => line.trim())
				.filter((line) => line !== '')
		)
	),
	key: v.optional(v.string(), '')
});

/** Objects to what is public of a platform; the same key with the same words is one objection. */
export function objectToResult(
	db: Db,
	evaluationId: string,
	{ platform_id, reason, evidence, key }: v.InferOutput<typeof objectionSchema>
) {
	return toOutcome(
		db
			.rpc('dispute_evaluation', { cycle_id: evaluationId, platform_id, reason, evidence })
			.setHeader('Idempotency-Key', key),
		REFUSALS
	);
}

/** What somebody has objected to, with what was decided, the first one first. */
export function listOwnObjections(db: Db, evaluationId: string, personId: string) {
	return read(
		db
			.from('evaluation_disputes')
			.select('id, platform_id, reason, raised_at, is_upheld, decision')
			.eq('cycle_id', evaluationId)
			.eq('kind', 'objection')
			.eq('raised_by', personId)
			.order('raised_at')
			.limit(100)
	);
}

export type Objection = Awaited<ReturnType<typeof listOwnObjections>>[number];
