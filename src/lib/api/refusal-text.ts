import { explainViolation } from '#lib/bookings/violation.ts';
import * as m from '#lib/paraglide/messages.js';
import type { Reasons, Refusal } from '#lib/server/database-error.ts';
import type { ApiViolation } from './problem.ts';

/** Titles by key; a key without one of its own falls back to its status. */
const TITLES: Partial<Record<string, () => string>> = {
	token_invalid: m.api_token_invalid,
	token_expired: m.api_token_expired,
	token_revoked: m.api_token_revoked,
	token_scope_missing: m.api_token_scope_missing,
	token_read_only: m.api_token_read_only,
	instrument_not_found: m.api_instrument_not_found,
	booking_not_found: m.api_booking_not_found,
	booking_not_yours: m.api_booking_not_yours,
	booking_closed: m.api_booking_closed,
	booking_begun: m.api_booking_begun,
	booking_not_begun: m.api_booking_not_begun,
	booking_over: m.api_booking_over,
	check_in_too_early: m.api_check_in_too_early,
	slot_taken_meanwhile: m.api_slot_taken_meanwhile,
	not_checked_in: m.api_not_checked_in,
	offer_closed: m.api_offer_closed,
	slot_not_offered: m.api_slot_not_offered,
	lift_not_allowed: m.api_lift_not_allowed,
	reason_needed: m.api_reason_needed,
	person_not_yours: m.api_person_not_yours,
	organisation_not_yours: m.api_organisation_not_yours,
	organisation_missing: m.api_organisation_missing,
	organisation_ambiguous: m.api_organisation_ambiguous,
	idempotency_key_reused: m.api_idempotency_key_reused,
	booking_recorded: m.refusal_recorded,
	bookings_purpose_code_fkey: m.refusal_purpose_unknown,
	bookings_purpose_is_clean: m.api_text_unclean,
	bookings_purpose_has_length: m.api_text_too_long,
	text_unclean: m.api_text_unclean,
	period_too_long: m.api_period_too_long,
	query_too_long: m.api_query_too_long,
	cursor_invalid: m.api_cursor_invalid,
	sign_in_needed: m.api_sign_in_needed,
	session_needed: m.feed_refused_session,
	feed_not_found: m.feed_refused_not_found,
	feed_limit_reached: m.feed_refused_limit,
	feed_subject_invalid: m.feed_refused_subject,
	platform_not_yours: m.feed_refused_platform,
	figures_not_yours: m.figures_refused_organisations,
	ledger_not_sealed: m.ledger_api_not_sealed,
	report_malformed: m.figures_refused_malformed
};

const TITLES_BY_STATUS: Record<Refusal['status'], () => string> = {
	400: m.api_value_malformed,
	401: m.api_token_invalid,
	403: m.api_not_allowed,
	404: m.api_not_found,
	409: m.api_conflict,
	422: m.api_value_malformed,
	429: m.api_too_often
};

/** What to tell people about a refusal, in their language: one title and one line for each rule. */
export function refusalText(refusal: Refusal): { title: string; violations: ApiViolation[] } {
	if (refusal.key === 'booking_refused') {
		return {
			title: refusal.status === 409 ? m.api_slot_taken() : m.api_rules_violated(),
			violations: explainViolations(refusal)
		};
	}
	return { title: (TITLES[refusal.key] ?? TITLES_BY_STATUS[refusal.status])(), violations: [] };
}

/** The violated rules, each with its message in the language of the request. */
export function explainViolations({ violations, timezone }: Reasons): ApiViolation[] {
	return violations.map((violation) => ({
		...violation,
		message: explainViolation(violation, timezone)
	}));
}
