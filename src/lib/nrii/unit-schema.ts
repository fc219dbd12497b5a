import * as v from 'valibot';
import * as m from '#lib/paraglide/messages.js';
import { cleanText } from '#lib/ui/form/clean-text.ts';
import { CARRIERS } from './instrument-fields.ts';

/* What a platform states of its unit; the limits are those of the register (reference 2.2). */

export const UNIT_FIELDS = [
	'ins_code',
	'department',
	'carrier_type',
	'carrier_name',
	'contact_name',
	'contact_phone',
	'contact_email',
	'address',
	'postal_code'
] as const;

export const unitSchema = v.object({
	ins_code: v.optional(cleanText(50), ''),
	department: v.optional(cleanText(100), ''),
	carrier_type: v.optional(v.picklist(['', ...Object.keys(CARRIERS)]), ''),
	carrier_name: v.optional(cleanText(200), ''),
	contact_name: v.optional(cleanText(20), ''),
	contact_phone: v.optional(cleanText(20), ''),
	contact_email: v.optional(cleanText(50), ''),
	address: v.optional(cleanText(100), ''),
	postal_code: v.optional(
		v.pipe(
			v.string(),
			v.trim(),
			v.regex(/^(\d{6})?$/, () => m.nrii_refused_postal_code())
		),
		''
	)
});

/** What was sent as `state_nrii_unit` takes it: what is empty is not known. */
export function toUnit(sent: v.InferOutput<typeof unitSchema>) {
	return Object.fromEntries(
		UNIT_FIELDS.map((name) => [name, sent[name] === '' ? null : sent[name]])
	);
}
