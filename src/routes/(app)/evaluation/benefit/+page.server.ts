import { error } from '@sveltejs/kit';
import { lastAcademicYear, readAcademicYear } from '#lib/benefit/academic-year.ts';
import { BENEFITS_ON_A_PAGE, openBenefits } from '#lib/benefit/queries.server.ts';
import { listRoles } from '#lib/bookings/queries.server.ts';
import { listScopes } from '#lib/figures/queries.server.ts';
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

	const { searchParams } = event.url;
	const today = dateIn(new Date(), LEDGER_ZONE);
	const { platforms } = await listScopes(supabase);
	const platform = platforms.find(({ id }) => id === searchParams.get('platform')) ?? null;
	const pageNumber = /^[1-9]\d{0,4}$/.test(searchParams.get('page') ?? '')
		? Number(searchParams.get('page'))
		: 1;
	const { year, window, rules, items, asOf, readRows } = await openBenefits(supabase, {
		year: readAcademicYear(searchParams, today),
		platformId: platform?.id ?? null
	});
	const { rows, total } = await readRows((pageNumber - 1) * BENEFITS_ON_A_PAGE);
	return {
		year,
		window,
		rules,
		items,
		asOf,
		rows,
		platforms,
		platform,
		pageNumber,
		pages: Math.ceil(total / BENEFITS_ON_A_PAGE),
		lastYear: lastAcademicYear(today)
	};
};
