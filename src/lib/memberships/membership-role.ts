import * as m from '#lib/paraglide/messages.js';
import type { Enums } from '#lib/database.types.ts';

export type MembershipRole = Enums<'membership_role'>;

const LABELS: Record<MembershipRole, () => string> = {
	owner: m.role_owner,
	member: m.role_member,
	manager: m.role_manager,
	technician: m.role_technician,
	evaluator: m.role_evaluator,
	administrator: m.role_administrator
};

const MEANINGS: Record<MembershipRole, () => string> = {
	owner: m.role_owner_meaning,
	member: m.role_member_meaning,
	manager: m.role_manager_meaning,
	technician: m.role_technician_meaning,
	evaluator: m.role_evaluator_meaning,
	administrator: m.role_administrator_meaning
};

export function roleLabel(role: MembershipRole): string {
	return LABELS[role]();
}

/** What a role lets a person do, for whoever gives it. */
export function roleMeaning(role: MembershipRole): string {
	return MEANINGS[role]();
}

export const PLATFORM_ROLES = ['manager', 'technician'] as const satisfies MembershipRole[];

/**
 * The roles that can be given in an organisation as a whole, as `private.is_role_offered` has it.
 *
 * @param isAdministrator whether whoever gives them operates the site.
 */
export function rolesOfOrganisation(
	organisation: { kind: Enums<'organisation_kind'>; hasPlatforms: boolean },
	isAdministrator: boolean
): MembershipRole[] {
	return [
		'owner',
		'member',
		...(organisation.hasPlatforms ? PLATFORM_ROLES : []),
		...(organisation.kind === 'agency' && isAdministrator
			? (['evaluator', 'administrator'] as const)
			: [])
	];
}
