import { error } from '@sveltejs/kit';
import { extend, report } from '#lib/desk/desk-actions.server.ts';
import { findDesk } from '#lib/desk/queries.server.ts';
import { calendarKey } from '#lib/live/live-subject.ts';
import * as m from '#lib/paraglide/messages.js';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params, locals, depends }) => {
	depends(calendarKey({ instrument: params.instrumentId }));
	const desk = await findDesk(locals.supabase, params.instrumentId);
	if (!desk) error(404, m.error_not_found_title());
	return { desk };
};

export const actions: Actions = {
	check_in: report('check_in'),
	check_out: report('check_out'),
	extend
};
