import * as v from 'valibot';

/** What the database says of one row. */
const rowOutcomeSchema = v.object({
	outcome: v.picklist(['inserted', 'updated', 'unchanged', 'duplicate', 'refused']),
	field: v.optional(v.string()),
	reason: v.optional(v.string()),
	/** What an update changes: the value before and after, by column. */
	changes: v.optional(v.record(v.string(), v.tuple([v.unknown(), v.unknown()]))),
	new_organisation: v.optional(v.boolean()),
	new_platform: v.optional(v.boolean()),
	linked: v.optional(v.boolean()),
	unknown_instrument: v.optional(v.boolean())
});

export type RowOutcome = v.InferOutput<typeof rowOutcomeSchema>;

export function parseOutcomes(answer: unknown): RowOutcome[] {
	return v.parse(v.array(rowOutcomeSchema), answer);
}
