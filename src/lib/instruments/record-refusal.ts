import * as m from '#lib/paraglide/messages.js';
import type { Refusal } from '#lib/server/database-error.ts';

/** What a page says about a refused record; null when records know no such refusal. */
export function explainRecordRefusal({ key, detail }: Refusal): string | null {
	switch (key) {
		case 'units_in_use':
			return m.record_refused_units({ count: Number(detail) });
		case 'subject_unknown':
			return m.record_refused_subject();
		case 'instruments_class_fkey':
			return m.record_refused_class();
		case 'instruments_has_at_most_four_subjects':
			return m.record_refused_subjects();
		case 'instruments_name_is_clean':
		case 'instruments_name_en_is_clean':
		case 'text_unclean':
			return m.booking_text_unclean();
		case 'instruments_units_are_some':
		case 'value_missing':
		case 'value_malformed':
		case 'value_out_of_range':
			return m.rules_refused_missing();
		case 'platform_not_yours':
			return m.platform_forbidden();
		case 'sign_in_needed':
		case 'token_invalid':
			return m.refusal_signed_out();
		default:
			return null;
	}
}
