import { json } from '@sveltejs/kit';
import { counterApi } from '#lib/usage/counter-api.server.ts';
import { findAvailableMonths } from '#lib/usage/report.server.ts';

/** Whether reports can be harvested. Everybody may ask. */
export const GET = counterApi(async ({ locals }) => {
	const months = await findAvailableMonths(locals.supabase);
	return json([
		{
			Description: 'Counted by the rules of COUNTER R5.1; not audited.',
			Service_Active: true,
			...(months === null && { Note: 'There are no months to report yet.' })
		}
	]);
});
