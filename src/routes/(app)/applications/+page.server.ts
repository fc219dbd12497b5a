import { countApplications, listApplications } from '#lib/applications/queries.server.ts';
import { listBookingOrganisations } from '#lib/bookings/queries.server.ts';
import { requireClaims } from '#lib/server/auth.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const claims = requireClaims(event);
	const { supabase } = event.locals;
	const params = event.url.searchParams;
	const organisations = await listBookingOrganisations(supabase, claims);
	const isOfAll = params.get('of') === 'organisation' && organisations.length > 0;
	const tab = params.get('tab') === 'ended' ? ('ended' as const) : ('open' as const);
	const page = Math.max(0, Number.parseInt(params.get('page') ?? '0', 10) || 0);
	const [list, openCount] = await Promise.all([
		listApplications(
			supabase,
			isOfAll ? { organisationIds: organisations.map(({ id }) => id) } : { personId: claims.sub },
			tab,
			page
		),
		countApplications(supabase, { personId: claims.sub }, 'open')
	]);
	return {
		...list,
		openCount,
		tab,
		page,
		of: isOfAll ? ('organisation' as const) : ('me' as const),
		hasOrganisation: organisations.length > 0
	};
};
