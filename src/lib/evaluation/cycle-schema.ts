import * as v from 'valibot';
import { Constants } from '#lib/database.types.ts';
import * as m from '#lib/paraglide/messages.js';

const text = v.pipe(v.optional(v.string(), ''), v.trim());
const needed = v.pipe(
	v.optional(v.string(), ''),
	v.trim(),
	v.minLength(1, () => m.text_missing())
);
const id = v.pipe(
	v.optional(v.string(), ''),
	v.uuid(() => m.evaluation_refused_not_found())
);
const day = v.pipe(
	v.optional(v.string(), ''),
	v.isoDate(() => m.cycle_refused_day())
);
const score = v.pipe(
	v.optional(v.string(), ''),
	v.trim(),
	v.regex(/^\d{1,3}(\.\d{1,2})?$/, () => m.cycle_refused_score()),
	v.transform(Number),
	v.maxValue(100, () => m.cycle_refused_score())
);
const yesOrNo = v.pipe(
	v.optional(v.string(), ''),
	v.picklist(['yes', 'no'], () => m.text_missing()),
	v.transform((answer) => answer === 'yes')
);
/** One reference a line. */
const evidence = v.pipe(
	text,
	v.transform((lines) =>
		lines
			.split('\n')
			.map((line) => line.trim())
			.filter((line) => line !== '')
	)
);

export const cycleSchema = v.object({
	code: needed,
	name: needed,
	name_en: needed,
	rule_set_id: id,
	window_from: day,
	window_until: day,
	policy_class: v.pipe(v.optional(v.string(), ''), v.picklist(['', 'A', 'B'])),
	city: text,
	designation_kind: text,
	self_report_until: text,
	key: text
});

export const moveSchema = v.object({
	to_state: v.picklist(Constants.public.Enums.evaluation_state),
	reason: text
});
export const reasonSchema = v.object({ reason: needed });
export const pressSchema = v.object({});
export const expertSchema = v.object({ email: needed });

export const reportSchema = v.object({ indicator_code: text, statement: text, evidence });
export const judgeSchema = v.object({ indicator_code: needed, score, note: text });
export const disputeSchema = v.object({
	record_id: text,
	wish: text,
	reason: needed,
	evidence,
	key: text
});
export const decideSchema = v.object({ dispute_id: id, is_upheld: yesOrNo, decision: needed });
export const findingSchema = v.object({ record_id: id, finding: needed, note: text });
export const interestSchema = v.object({ has_interest: yesOrNo, reason: text });
export const expertScoreSchema = v.object({ indicator_code: needed, score, comment: text });
export const rectifiedSchema = v.object({ accepted: yesOrNo, note: needed });
