import { error } from '@sveltejs/kit';
import { listCities, listReports, saveReport } from '#lib/annual-report/queries.server.ts';
import { beginSchema } from '#lib/annual-report/report-schema.ts';
import { listRoles } from '#lib/bookings/queries.server.ts';
import { link } from '#lib/i18n/link.ts';
import { LEDGER_ZONE } from '#lib/ledger/queries.server.ts';
import * as m from '#lib/paraglide/messages.js';
import { requireClaims } from '#lib/server/auth.ts';
import { dateIn } from '#lib/time/calendar-date.ts';
import { act } from '#lib/ui/action-form/act.server.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

const READERS = ['evaluator', 'administrator'];

export const load: PageServerLoad = async (event) => {
	const { supabase } = event.locals;
	const roles = await listRoles(supabase, requireClaims(event));
	if (!roles.some(({ role }) => READERS.includes(role)))
		error(403, m.ledger_evaluation_forbidden());

	const [reports, cities] = await Promise.all([listReports(supabase), listCities(supabase)]);
	return { reports, cities, thisYear: Number(dateIn(new Date(), LEDGER_ZONE).slice(0, 4)) };
};

export const actions: Actions = {
	begin: act(
		'begin',
		beginSchema,
		({ locals }: RequestEvent, { city, year }) =>
			saveReport(locals.supabase, { city: city === '' ? null : city, year: Number(year) }, {}),
		() => m.annual_begun(),
		({ id }) => link('/(app)/evaluation/reports/[id=uuid]', { id })
	)
};
