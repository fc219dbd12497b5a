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
	/** The status by the clock, where it is known. */
	effective_status?: Enums<'booking_status'> | null;
	approval_stage?: string | null;
	cancelled_late?: boolean;
	displaced_by?: string | null;
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

export type BookingPermissions = {
	/** Move or cancel, before it begins. */
	canChange: boolean;
	/** Answer the request that it is. */
	canDecide: boolean;
	/** Check in, check out and extend. */
	canUse: boolean;
	/** Undo its cancellation. */
	canReinstate: boolean;
	/** Say what kind of purpose it has, while no record of its use does. */
	canStatePurpose: boolean;
	/** Say why a no-show or late cancellation should not count. */
	canAppeal: boolean;
	/** Waive or uphold it, as the lab. */
	canWaive: boolean;
	/** Deals with it as the lab, for whom a cancellation has no consequence. */
	isLab: boolean;
};

/**
 * What a person can do with a booking now. For the page to show no button that the database would
 * refuse; the database's functions judge again, and they alone decide.
 */
export function permissionsFor(
	booking: Subject,
	{ personId, roles, now }: { personId: string; roles: Role[]; now: Date }
): BookingPermissions {
	const status = booking.effective_status ?? booking.status;
	const isAhead = new Date(booking.starts_at) > now;
	const isOpen = isOpenStatus(status) && isAhead;
	const isStaff = canStaff(roles, booking.platform);
	const isOwner = roles.some(
		({ role, organisation_id }) => role === 'owner' && organisation_id === booking.organisation_id
	);
	const isTheirs = booking.person_id === personId || isOwner;
	const isParty = isTheirs || isStaff;
	const isMissed = status === 'no_show' || booking.cancelled_late === true;
	return {
		canChange: isOpen && isParty,
		canDecide:
			isOpen && status === 'pending' && (booking.approval_stage === 'owner' ? isOwner : isStaff),
		// A no-show by the clock can still come in while nobody has taken the time.
		canUse: isParty && (booking.status === 'confirmed' || booking.status === 'in_use'),
		canReinstate: isParty && isAhead && status === 'cancelled' && !booking.displaced_by,
		canStatePurpose: isParty && (isOpenStatus(status) || status === 'in_use'),
		canAppeal: isTheirs && isMissed,
		canWaive: isStaff && isMissed,
		isLab: isStaff && booking.person_id !== personId
	};
}
