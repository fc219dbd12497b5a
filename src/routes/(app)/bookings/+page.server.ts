import {
	countBookings,
	listBookingOrganisations,
	listBookings
} from '#lib/bookings/queries.server.ts';
import type { BookingTab } from '#lib/bookings/queries.server.ts';
import { listUnread } from '#lib/messages/queries.server.ts';
import { requireClaims } from '#lib/server/auth.ts';
import type { PageServerLoad } from './$types';

const TABS: readonly string[] = ['upcoming', 'pending', 'past'] satisfies BookingTab[];

export const load: PageServerLoad = async (event) => {
	const claims = requireClaims(event);
	const { supabase } = event.locals;
	const params = event.url.searchParams;
	const organisations = await listBookingOrganisations(supabase, claims);

	const isOfAll = params.get('of') === 'organisation' && organisations.length > 0;
	const scope = isOfAll
		? { organisationIds: organisations.map(({ id }) => id) }
		: { personId: claims.sub };
	const asked = params.get('tab') ?? '';
	const tab = isTab(asked) ? asked : 'upcoming';
	const now = new Date();
	const [page, counts, unread] = await Promise.all([
		listBookings(supabase, { scope, tab, cursor: params.get('cursor'), now }),
		countBookings(supabase, scope, now),
		listUnread(supabase)
	]);

	return {
		...page,
		counts,
		unread,
		tab,
		of: isOfAll ? ('organisation' as const) : ('me' as const),
		hasOrganisation: organisations.length > 0,
		isFirstPage: !params.has('cursor')
	};
};

function isTab(text: string): text is BookingTab {
	return TABS.includes(text);
}
