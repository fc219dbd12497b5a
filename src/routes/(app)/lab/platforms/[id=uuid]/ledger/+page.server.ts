import { error } from '@sveltejs/kit';
import { findLastSealedDay, LEDGER_ZONE, listRecords } from '#lib/ledger/queries.server.ts';
import { readRecordFilters } from '#lib/ledger/record-filters.ts';
import * as m from '#lib/paraglide/messages.js';
import { dateIn } from '#lib/time/calendar-date.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const { platforms } = await event.parent();
	const platform = platforms.find(({ id }) => id === event.params.id);
	if (!platform) error(404, m.error_not_found_title());

	const { supabase } = event.locals;
	const params = event.url.searchParams;
	const filters = readRecordFilters(params);
	const [page, sealedUntil] = await Promise.all([
		listRecords(supabase, { platformId: platform.id }, filters, params.get('cursor')),
		findLastSealedDay(supabase, null)
	]);
	return {
		...page,
		platform,
		filters,
		today: dateIn(new Date(), LEDGER_ZONE),
		sealedUntil,
		isFirstPage: !params.has('cursor')
	};
};
