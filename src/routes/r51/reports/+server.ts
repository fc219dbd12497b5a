import { json } from '@sveltejs/kit';
import { counterApi, requireCustomer, requireRequestor } from '#lib/usage/counter-api.server.ts';
import { REPORT_IDS, REPORTS } from '#lib/usage/counter-report.ts';
import { findAvailableMonths } from '#lib/usage/report.server.ts';

/** The reports that can be harvested, and of which months. */
export const GET = counterApi(async (event) => {
	requireRequestor(event);
	requireCustomer(event.url.searchParams);
	const months = await findAvailableMonths(event.locals.supabase);
	return json(
		REPORT_IDS.map((id) => ({
			Report_Name: REPORTS[id].name,
			Report_ID: REPORTS[id].id,
			Release: REPORTS[id].release,
			Report_Description:
				REPORTS[id].kind === 'dataset'
					? 'Use of datasets, by the code for research data.'
					: 'Use of literature.',
			Path: `/r51/reports/${id}`,
			...(months !== null && {
				First_Month_Available: months.first_month.slice(0, 7),
				Last_Month_Available: months.last_month.slice(0, 7)
			})
		}))
	);
});
