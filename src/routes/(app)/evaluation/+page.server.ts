import { error } from '@sveltejs/kit';
import { listRoles } from '#lib/bookings/queries.server.ts';
import {
	findLastSealedDay,
	LEDGER_ZONE,
	listPlatforms,
	listRecords
} from '#lib/ledger/queries.server.ts';
import { readRecordFilters } from '#lib/ledger/record-filters.ts';
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

	const params = event.url.searchParams;
	const filters = readRecordFilters(params);
	const [page, platforms, sealedUntil] = await Promise.all([
		listRecords(supabase, {}, filters, params.get('cursor')),
		listPlatforms(supabase),
		findLastSealedDay(supabase, null)
	]);
	return {
		...page,
		platforms,
		filters,
		today: dateIn(new Date(), LEDGER_ZONE),
		sealedUntil,
		isFirstPage: !params.has('cursor')
	};
};
