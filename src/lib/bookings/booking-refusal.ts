import * as m from '#lib/paraglide/messages.js';
import type { Equivalent, Refusal, Slot, Violation } from '#lib/server/database-error.ts';

/** Why the database did not do what was asked of a booking. */
export type BookingRefusal =
	| { reason: 'rules'; violations: Violation[]; alternatives: Slot[]; equivalents: Equivalent[] }
	| { reason: Exclude<Reason, 'rules'> };

type Reason = 'rules' | (typeof REASONS)[keyof typeof REASONS];

const REASONS = {
	booking_closed: 'closed',
	booking_begun: 'begun',
	booking_not_begun: 'not_begun',
	booking_over: 'over',
	check_in_too_early: 'too_early',
	slot_taken_meanwhile: 'taken_meanwhile',
	not_checked_in: 'not_checked_in',
	booking_not_missed: 'not_missed',
	appeal_decided: 'appeal_decided',
	offer_closed: 'offer_closed',
	slot_not_offered: 'offer_closed',
	booking_not_found: 'not_found',
	instrument_not_found: 'not_found',
	booking_not_yours: 'not_yours',
	platform_not_yours: 'not_yours',
	lift_not_allowed: 'not_yours',
	organisation_not_yours: 'organisation_not_yours',
	organisation_missing: 'organisation_missing',
	organisation_ambiguous: 'organisation_ambiguous',
	idempotency_key_reused: 'key_reused',
	reason_needed: 'reason_needed',
	no_show_appeals_reason_is_clean: 'text_refused',
	no_show_appeals_reason_has_length: 'text_refused',
	no_show_appeals_note_is_clean: 'text_refused',
	no_show_appeals_note_has_length: 'text_refused',
	booking_recorded: 'recorded',
	bookings_purpose_code_fkey: 'purpose_unknown',
	bookings_purpose_is_clean: 'text_refused',
	bookings_purpose_has_length: 'text_refused',
	bookings_decision_note_is_short_and_clean: 'text_refused',
	bookings_cancel_reason_is_short_and_clean: 'text_refused',
	text_unclean: 'text_refused',
	value_out_of_range: 'value_refused',
	sign_in_needed: 'signed_out',
	token_invalid: 'signed_out'
} as const;

const TEXTS: Record<Exclude<Reason, 'rules'>, () => string> = {
	closed: m.refusal_closed,
	begun: m.refusal_begun,
	not_begun: m.refusal_not_begun,
	over: m.refusal_over,
	too_early: m.refusal_too_early,
	taken_meanwhile: m.refusal_taken_meanwhile,
	not_checked_in: m.refusal_not_checked_in,
	not_missed: m.refusal_not_missed,
	appeal_decided: m.refusal_appeal_decided,
	offer_closed: m.refusal_offer_closed,
	recorded: m.refusal_recorded,
	purpose_unknown: m.refusal_purpose_unknown,
	not_found: m.refusal_not_found,
	not_yours: m.refusal_not_yours,
	organisation_not_yours: m.refusal_organisation_not_yours,
	organisation_missing: m.refusal_organisation_missing,
	organisation_ambiguous: m.refusal_organisation_ambiguous,
	key_reused: m.refusal_key_reused,
	reason_needed: m.refusal_reason_needed,
	text_refused: m.booking_text_unclean,
	value_refused: m.booking_time_malformed,
	signed_out: m.refusal_signed_out
};

/** The refusal as what a page has to say; null when bookings know no such refusal. */
export function toBookingRefusal(refusal: Refusal): BookingRefusal | null {
	if (refusal.key === 'booking_refused') {
		const { violations, alternatives, equivalents } = refusal;
		return { reason: 'rules', violations, alternatives, equivalents };
	}
	return refusalByKey(refusal.key);
}

/** What a page has to say of a refusal that is known by its key alone; null when bookings know none. */
export function refusalByKey(key: string): BookingRefusal | null {
	return Object.hasOwn(REASONS, key) ? { reason: REASONS[key as keyof typeof REASONS] } : null;
}

/** One line on what came of it. The violated rules of `rules` are told one by one beneath it. */
export function refusalTitle(refusal: BookingRefusal): string {
	if (refusal.reason !== 'rules') return TEXTS[refusal.reason]();
	return refusal.violations.every(({ rule }) => rule === 'overlap')
		? m.refusal_taken()
		: m.refusal_rules();
}

/** The HTTP status of a page that says so. */
export function refusalStatus(refusal: BookingRefusal): 401 | 403 | 404 | 409 | 422 {
	switch (refusal.reason) {
		case 'rules':
			return refusal.violations.every(({ rule }) => rule === 'overlap') ? 409 : 422;
		case 'closed':
		case 'begun':
		case 'not_begun':
		case 'over':
		case 'too_early':
		case 'taken_meanwhile':
		case 'not_checked_in':
		case 'not_missed':
		case 'appeal_decided':
		case 'offer_closed':
			return 409;
		case 'not_found':
			return 404;
		case 'not_yours':
		case 'organisation_not_yours':
		case 'organisation_missing':
			return 403;
		case 'signed_out':
			return 401;
		default:
			return 422;
	}
}
