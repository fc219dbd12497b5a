import type { AuthError } from '@supabase/supabase-js';
import * as m from '#lib/paraglide/messages.js';

/** The texts for the codes of Supabase Auth that a person can do something about. */
const TEXTS: Record<string, () => string> = {
	invalid_credentials: m.auth_invalid_credentials,
	email_not_confirmed: m.auth_email_not_confirmed,
	user_already_exists: m.auth_user_already_exists,
	email_exists: m.auth_user_already_exists,
	weak_password: m.auth_weak_password,
	same_password: m.auth_same_password,
	email_address_invalid: m.account_email_malformed,
	email_address_not_authorized: m.auth_email_not_accepted,
	validation_failed: m.error_refused_text,
	user_banned: m.auth_user_banned,
	signup_disabled: m.auth_signup_disabled,
	email_provider_disabled: m.auth_signup_disabled,
	over_request_rate_limit: m.auth_too_many_tries,
	over_email_send_rate_limit: m.auth_too_many_mails,
	otp_expired: m.auth_link_expired,
	flow_state_expired: m.auth_link_expired,
	flow_state_not_found: m.auth_link_expired,
	bad_code_verifier: m.auth_link_other_browser,
	pkce_code_verifier_not_found: m.auth_link_other_browser,
	session_not_found: m.auth_session_ended,
	session_expired: m.auth_session_ended,
	refresh_token_not_found: m.auth_session_ended,
	refresh_token_already_used: m.auth_session_ended,
	reauthentication_needed: m.auth_session_ended
};

/** What to tell the person whose request Supabase Auth refused, in the language of the request. */
export function explainAuthError(error: AuthError): string {
	return (TEXTS[error.code ?? ''] ?? m.auth_unavailable)();
}

/** Whether Auth refused for a reason of the person's; anything else is ours, and is to be logged. */
export function isExpectedAuthError(error: AuthError): boolean {
	return TEXTS[error.code ?? ''] !== undefined;
}
