import {
	countBookings,
	hasBooked,
	listBookingOrganisations,
	listBookings
} from '#lib/bookings/queries.server.ts';
import type { BookingTab } from '#lib/bookings/queries.server.ts';
import { listUnread } from '#lib/messages/queries.server.ts';
import { decideRequests } from '#lib/requests/decide-requests.server.ts';
import {
	countWaitingRequests,
	listOwnedOrganisationIds,
	listWaitingRequests
} from '#lib/requests/queries.server.ts';
import { requireClaims } from '#lib/server/auth.ts';
import type { Actions, PageServerLoad } from './$types';

const TABS: readonly string[] = ['upcoming', 'pending', 'missed', 'past'] satisfies BookingTab[];

export const load: PageServerLoad = async (event) => {
	const claims = requireClaims(event);
	const { supabase } = event.locals;
	const params = event.url.searchParams;
	const [organisations, ownedIds] = await Promise.all([
		listBookingOrganisations(supabase, claims),
		listOwnedOrganisationIds(supabase, claims)
	]);

	const isOfAll = params.get('of') === 'organisation' && organisations.length > 0;
	const scope = isOfAll
		? { organisationIds: organisations.map(({ id }) => id) }
		: { personId: claims.sub };
	const asked = params.get('tab') ?? '';
	const tab = isTab(asked) ? asked : 'upcoming';
	const now = new Date();
	const isApproving = asked === 'approvals' && ownedIds.length > 0;
	const owned = { organisationIds: ownedIds };
	const [page, counts, unread, approvalCount, approvals] = await Promise.all([
		listBookings(supabase, { scope, tab, cursor: params.get('cursor'), now }),
		countBookings(supabase, scope, now),
		listUnread(supabase),
		ownedIds.length > 0 ? countWaitingRequests(supabase, owned, now) : null,
		isApproving ? listWaitingRequests(supabase, owned, { cursor: params.get('cursor'), now }) : null
	]);

	const isEmpty = counts.upcoming + counts.pending + counts.missed === 0;

	return {
		...page,
		now,
		/** Has never booked, and is shown how. */
		isFirst: isEmpty && !(await hasBooked(supabase, claims)),
		/** Requests of colleagues that wait for the owner's consent; null for those who own nothing. */
		approvalCount,
		/** Shown in the place of bookings. */
		approvals,
		counts,
		unread,
		tab,
		of: isOfAll ? ('organisation' as const) : ('me' as const),
		hasOrganisation: organisations.length > 0,
		isFirstPage: !params.has('cursor')
	};
};

export const actions: Actions = {
	approve: decideRequests('approve'),
	decline: decideRequests('decline')
};

function isTab(text: string): text is BookingTab {
	return TABS.includes(text);
}
