import type { PostgrestError } from '@supabase/supabase-js';
import { toRefusal, type Refusal } from '#lib/server/database-error.ts';
import type { Db } from '#lib/server/supabase.ts';
import { explainMembershipRefusal } from './membership-refusal.ts';
import type { MembershipRole } from './membership-role.ts';

/*
 * What people do with memberships, invitations and residencies. All rules are in the database's
 * functions; what they refuse comes back in words, and what nobody expected is thrown.
 */

export type Outcome<Row> =
	{ ok: true; row: Row } | { ok: false; status: Exclude<Refusal['status'], 400>; message: string };

type Answer<Row> = PromiseLike<{ data: Row; error: null } | { data: null; error: PostgrestError }>;

export function inviteMember(
	db: Db,
	invitation: {
		organisationId: string;
		/** Null for the organisation as a whole. */
		platformId: string | null;
		role: MembershipRole;
		email: string;
		idempotencyKey: string;
	}
) {
	return toOutcome(
		db
			.rpc('invite_member', {
				organisation_id: invitation.organisationId,
				role: invitation.role,
				email: invitation.email,
				...(invitation.platformId !== null && { platform_id: invitation.platformId })
			})
			.setHeader('Idempotency-Key', invitation.idempotencyKey)
	);
}

export function inviteResident(
	db: Db,
	invitation: { makerspaceId: string; email: string; idempotencyKey: string }
) {
	return toOutcome(
		db
			.rpc('invite_resident', { makerspace_id: invitation.makerspaceId, email: invitation.email })
			.setHeader('Idempotency-Key', invitation.idempotencyKey)
	);
}

export function withdrawInvitation(db: Db, invitationId: string) {
	return toOutcome(db.rpc('withdraw_invitation', { invitation_id: invitationId }));
}

/** @param organisationId the startup that becomes a resident, where the person owns several. */
export function acceptInvitation(db: Db, token: string, organisationId: string | null) {
	return toOutcome(
		db.rpc('accept_invitation', {
			token,
			...(organisationId !== null && { organisation_id: organisationId })
		})
	);
}

export function changeRole(db: Db, membershipId: string, role: MembershipRole) {
	return toOutcome(db.rpc('change_role', { membership_id: membershipId, role }));
}

export function removeMember(db: Db, membershipId: string) {
	return toOutcome(db.rpc('remove_member', { membership_id: membershipId }));
}

export function leaveOrganisation(db: Db, membershipId: string) {
	return toOutcome(db.rpc('leave_organisation', { membership_id: membershipId }));
}

export function endResidency(db: Db, residencyId: string) {
	return toOutcome(db.rpc('end_residency', { residency_id: residencyId }));
}

async function toOutcome<Row>(answer: Answer<Row>): Promise<Outcome<Row>> {
	const { data, error } = await answer;
	if (!error) return { ok: true, row: data };

	const refusal = toRefusal(error);
	const message = explainMembershipRefusal(refusal);
	if (message === null || refusal.status === 400) throw error;
	return { ok: false, status: refusal.status, message };
}
