import * as m from '#lib/paraglide/messages.js';
import type { Refusal } from '#lib/server/database-error.ts';

const TEXTS: Record<string, () => string> = {
	platform_not_yours: m.platform_forbidden,
	spans_malformed: m.hours_malformed,
	spans_overlap: m.hours_malformed,
	dates_malformed: m.exception_dates_malformed,
	opening_exceptions_reason_has_length: m.exception_reason_too_long,
	opening_exceptions_reason_is_clean: m.booking_text_unclean,
	value_malformed: m.exception_dates_malformed,
	value_out_of_range: m.exception_dates_malformed,
	holiday_calendar_not_found: m.holidays_unknown,
	holidays_malformed: m.holidays_malformed,
	sign_in_needed: m.refusal_signed_out,
	token_invalid: m.refusal_signed_out
};

/** What a page says about a refusal; null when opening hours know no such refusal. */
export function explainOpeningRefusal({ key }: Refusal): string | null {
	return TEXTS[key]?.() ?? null;
}
