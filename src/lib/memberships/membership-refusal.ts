import * as m from '#lib/paraglide/messages.js';
import type { Refusal } from '#lib/server/database-error.ts';

const TEXTS: Record<string, () => string> = {
	members_not_yours: m.members_not_yours,
	invitation_for_other: m.invitation_for_other,
	invitation_not_found: m.invitation_not_found,
	invitation_closed: m.invitation_closed,
	invitation_limit_reached: m.invitation_limit_reached,
	membership_not_found: m.membership_not_found,
	residency_not_found: m.residency_not_found,
	platform_not_found: m.membership_platform_not_found,
	already_member: m.already_member,
	already_resident: m.already_resident,
	memberships_are_unique: m.membership_twice,
	residencies_do_not_overlap: m.already_resident,
	last_owner: m.last_owner,
	last_manager: m.last_manager,
	last_administrator: m.last_administrator,
	role_not_offered: m.role_not_offered,
	not_a_makerspace: m.not_a_makerspace,
	organisation_missing: m.resident_organisation_missing,
	organisation_not_yours: m.resident_organisation_missing,
	organisation_ambiguous: m.resident_organisation_ambiguous,
	invitations_email_is_one: m.account_email_malformed,
	idempotency_key_reused: m.refusal_key_reused,
	sign_in_needed: m.refusal_signed_out,
	token_invalid: m.refusal_signed_out
};

/** What a page says about a refusal; null when memberships know no such refusal. */
export function explainMembershipRefusal({ key }: Refusal): string | null {
	return TEXTS[key]?.() ?? null;
}
