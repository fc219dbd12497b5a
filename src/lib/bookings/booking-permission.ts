import type { Enums } from '#lib/database.types.ts';
import { isOpenStatus } from './booking-status.ts';

type Role = {
	role: Enums<'membership_role'>;
	organisation_id: string;
	platform_id: string | null;
};
type Subject = {
	person_id: string;
	organisation_id: string;
	starts_at: string;
	status: Enums<'booking_status'>;
	platform: { id: string; organisation_id: string };
};

/** Whether these roles make one of the platform's people, as `private.can_staff` has it. */
function canStaff(roles: Role[], platform: Subject['platform']): boolean {
	return roles.some(
		({ role, organisation_id, platform_id }) =>
			role === 'administrator' ||
			((role === 'manager' || role === 'technician') &&
				organisation_id === platform.organisation_id &&
				(platform_id === null || platform_id === platform.id))
	);
}

/**
 * What a person can do with a booking now. For the page to show no button that the database would
 * refuse; the database's functions judge again, and they alone decide.
 */
export function permissionsFor(
	booking: Subject,
	{ personId, roles, now }: { personId: string; roles: Role[]; now: Date }
): { canChange: boolean; canDecide: boolean } {
	const isOpen = isOpenStatus(booking.status) && new Date(booking.starts_at) > now;
	const isStaff = canStaff(roles, booking.platform);
	const isOwner = roles.some(
		({ role, organisation_id }) => role === 'owner' && organisation_id === booking.organisation_id
	);
	return {
		canChange: isOpen && (booking.person_id === personId || isStaff || isOwner),
		canDecide: isOpen && isStaff && booking.status === 'pending'
	};
}
