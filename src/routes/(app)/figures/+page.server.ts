import { getOwnFigures } from '#lib/figures/queries.server.ts';
import { readReportFilters } from '#lib/figures/report-filters.ts';
import { LEDGER_ZONE } from '#lib/ledger/queries.server.ts';
import { dateIn } from '#lib/time/calendar-date.ts';
import type { PageServerLoad } from './$types';

/** What a customer asks of its own use: where, with what, when, and for what. */
const GROUPS = ['platform', 'instrument', 'purpose'] as const;

export const load: PageServerLoad = async ({ url, locals: { supabase } }) => {
	const today = dateIn(new Date(), LEDGER_ZONE);
	const asked = readReportFilters(url.searchParams, today);
	const filters = {
		from: asked.from,
		to: asked.to,
		group: GROUPS.find((known) => known === asked.group) ?? GROUPS[0]
	};
	return { ...(await getOwnFigures(supabase, filters)), filters, today, groupings: GROUPS };
};
