import * as v from 'valibot';
import type { Json } from '#lib/database.types.ts';
import { reasonsSchema } from '#lib/server/database-error.ts';
import { explainViolations } from './refusal-text.ts';

const schema = v.object({
	...reasonsSchema.entries,
	allowed: v.boolean(),
	approval_needed: v.nullable(v.boolean()),
	price: v.nullable(
		v.object({
			amount_fen: v.nullable(v.number()),
			currency: v.string(),
			basis: v.nullable(v.picklist(['hour', 'session']))
		})
	)
});

/** What `judge_booking` answered, with each violated rule in the language of the request. */
export function toApiJudgement(judgement: Json) {
	const answer = v.parse(schema, judgement);
	return { ...answer, violations: explainViolations(answer) };
}
