import { error } from '@sveltejs/kit';
import { getStatistics, listAnswerTimes } from '#lib/figures/queries.server.ts';
import { readReportFilters } from '#lib/figures/report-filters.ts';
import { LEDGER_ZONE } from '#lib/ledger/queries.server.ts';
import * as m from '#lib/paraglide/messages.js';
import { dateIn } from '#lib/time/calendar-date.ts';
import { findPlatform } from '#lib/timeline/queries.server.ts';
import type { PageServerLoad } from './$types';

/** Groups of one platform: it is one platform, in one city. */
const GROUPS = ['instrument', 'class', 'organisation', 'purpose'] as const;

export const load: PageServerLoad = async ({ params, url, parent, locals: { supabase } }) => {
	const { platforms } = await parent();
	const platform = await findPlatform(supabase, params.id);
	if (!platform || !platforms.some(({ id }) => id === platform.id)) {
		error(404, m.error_not_found_title());
	}

	const today = dateIn(new Date(), LEDGER_ZONE);
	const asked = readReportFilters(url.searchParams, today);
	const filters = {
		...asked,
		group: GROUPS.find((known) => known === asked.group) ?? GROUPS[0],
		platform: platform.id,
		city: null,
		designation: null,
		rated_by: 'yearbook',
		against: asked.against === 'year' ? 'year' : 'before'
	};
	const [statistics, answers] = await Promise.all([
		getStatistics(supabase, filters),
		listAnswerTimes(supabase, filters)
	]);
	return { ...statistics, answers, platform, filters, today, groupings: GROUPS };
};
