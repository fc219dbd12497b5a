import * as v from 'valibot';
import { parseYuan } from '#lib/import/fen.ts';
import * as m from '#lib/paraglide/messages.js';
import { cleanText } from '#lib/ui/form/clean-text.ts';
import { COUNTS, INCOMES, type BenefitEntries } from './benefit-score.ts';

/* What a lab enters into the form; what is left empty is none. */

const count = v.optional(
	v.pipe(
		v.string(),
		v.trim(),
		v.regex(/^\d{0,6}$/, () => m.benefit_refused_count())
	),
	''
);
const money = v.optional(
	v.pipe(
		v.string(),
		v.check(
			(text) => text.trim() === '' || parseYuan(text) !== undefined,
			() => m.ledger_refused_amount()
		)
	),
	''
);

function each<Names extends readonly string[], Schema>(names: Names, schema: Schema) {
	return Object.fromEntries(names.map((name) => [name, schema])) as Record<Names[number], Schema>;
}

export const entrySchema = v.object({
	...each(COUNTS, count),
	...each(INCOMES, money),
	note: v.optional(cleanText(2000), ''),
	idempotency_key: v.pipe(v.string(), v.minLength(1), v.maxLength(255))
});

/** What was sent as `enter_benefit` takes it. */
export function toEntries(
	sent: v.InferOutput<typeof entrySchema>
): BenefitEntries & { note: string | null } {
	return {
		...(Object.fromEntries([
			...COUNTS.map((name) => [name, Number(sent[name])]),
			...INCOMES.map((name) => [name, parseYuan(sent[name]) ?? 0])
		]) as BenefitEntries),
		note: sent.note === '' ? null : sent.note
	};
}
