import * as m from '#lib/paraglide/messages.js';
import type { Refusal } from '#lib/server/database-error.ts';

const TEXTS: Record<string, () => string> = {
	platform_not_yours: m.platform_forbidden,
	validity_past: m.rules_refused_past,
	version_ended: m.rules_refused_ended,
	course_not_found: m.rules_refused_course,
	value_missing: m.rules_refused_missing,
	booking_rules_granularity_divides_a_day: m.rules_refused_granularity,
	booking_rules_lengths_fit_the_granularity: m.rules_refused_lengths,
	booking_rules_longest_is_not_shorter: m.rules_refused_longest,
	booking_quotas_holder_is_known: m.rules_refused_missing,
	booking_quotas_measure_is_known: m.rules_refused_missing,
	booking_quotas_span_is_known: m.rules_refused_missing,
	booking_quotas_limit_is_not_negative: m.rules_refused_missing,
	idempotency_key_reused: m.refusal_key_reused,
	sign_in_needed: m.refusal_signed_out,
	token_invalid: m.refusal_signed_out
};

/** What a page says about a refusal; null when rules know no such refusal. */
export function explainRuleRefusal({ key }: Refusal): string | null {
	return TEXTS[key]?.() ?? null;
}
