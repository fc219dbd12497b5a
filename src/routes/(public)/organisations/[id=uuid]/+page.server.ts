import { error } from '@sveltejs/kit';
import { findOrganisation } from '#lib/organisations/queries.server.ts';
import * as m from '#lib/paraglide/messages.js';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params, locals: { supabase } }) => {
	const organisation = await findOrganisation(supabase, params.id);
	if (!organisation) error(404, m.error_not_found_title());

	return { organisation };
};
