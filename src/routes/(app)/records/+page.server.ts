import { listBookingOrganisations } from '#lib/bookings/queries.server.ts';
import { LEDGER_ZONE, listRecords } from '#lib/ledger/queries.server.ts';
import { readRecordFilters } from '#lib/ledger/record-filters.ts';
import { requireClaims } from '#lib/server/auth.ts';
import { dateIn } from '#lib/time/calendar-date.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const { supabase } = event.locals;
	const params = event.url.searchParams;
	const filters = readRecordFilters(params);
	const organisations = await listBookingOrganisations(supabase, requireClaims(event));
	const page = await listRecords(
		supabase,
		{ organisationIds: organisations.map(({ id }) => id) },
		filters,
		params.get('cursor')
	);
	return {
		...page,
		filters,
		today: dateIn(new Date(), LEDGER_ZONE),
		isFirstPage: !params.has('cursor'),
		isFiltered: params.size > 0
	};
};
