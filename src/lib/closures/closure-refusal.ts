import * as m from '#lib/paraglide/messages.js';
import type { Refusal } from '#lib/server/database-error.ts';

const TEXTS: Record<string, () => string> = {
	closure_too_long: m.closure_refusal_too_long,
	repetition_invalid: m.closure_refusal_repetition,
	closure_over: m.closure_refusal_over,
	closure_kind_unknown: m.closure_refusal_kind,
	closure_ended: m.closure_refusal_ended,
	closure_not_found: m.closure_refusal_not_found,
	instrument_not_found: m.closure_refusal_instruments,
	too_many_instruments: m.closure_refusal_too_many,
	platform_not_yours: m.closure_refusal_not_yours,
	booking_refused: m.violation_order,
	closures_reason_is_clean: m.booking_text_unclean,
	closures_reason_has_length: m.booking_text_unclean,
	idempotency_key_reused: m.closure_refusal_sent_twice,
	sign_in_needed: m.refusal_signed_out
};

/** Why a closure was not planned, activated or ended, in words; null for what nobody expected. */
export function closureRefusalText({ key }: Refusal): string | null {
	return TEXTS[key]?.() ?? null;
}
