import { error } from '@sveltejs/kit';
import { listRoles } from '#lib/bookings/queries.server.ts';
import { getStatistics, listDefinitions, listScopes } from '#lib/figures/queries.server.ts';
import { readReportFilters } from '#lib/figures/report-filters.ts';
import { LEDGER_ZONE } from '#lib/ledger/queries.server.ts';
import * as m from '#lib/paraglide/messages.js';
import { requireClaims } from '#lib/server/auth.ts';
import { dateIn } from '#lib/time/calendar-date.ts';
import type { PageServerLoad } from './$types';

const READERS = ['evaluator', 'administrator'];

export const load: PageServerLoad = async (event) => {
	const { supabase } = event.locals;
	const roles = await listRoles(supabase, requireClaims(event));
	if (!roles.some(({ role }) => READERS.includes(role)))
		error(403, m.ledger_evaluation_forbidden());

	const today = dateIn(new Date(), LEDGER_ZONE);
	const asked = readReportFilters(event.url.searchParams, today);
	const definitions = await listDefinitions(supabase);
	// A definition that there is not is as if none had been asked for.
	const filters = definitions.some(({ code }) => code === asked.rated_by)
		? asked
		: { ...asked, rated_by: 'yearbook' };
	const [statistics, scopes] = await Promise.all([
		getStatistics(supabase, filters),
		listScopes(supabase)
	]);
	return { ...statistics, ...scopes, definitions, filters, today };
};
