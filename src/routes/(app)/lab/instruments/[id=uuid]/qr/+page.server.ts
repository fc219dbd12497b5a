import { error } from '@sveltejs/kit';
import { findStaffedInstrument } from '#lib/bookings/lab-queries.server.ts';
import * as m from '#lib/paraglide/messages.js';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params, locals, parent }) => {
	const { platforms } = await parent();
	const found = await findStaffedInstrument(locals.supabase, params.id, platforms);
	if (!found) error(404, m.error_not_found_title());
	return found;
};
