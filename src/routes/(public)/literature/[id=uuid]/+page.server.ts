import { error } from '@sveltejs/kit';
import { findLiteratureItem } from '#lib/literature/queries.server.ts';
import * as m from '#lib/paraglide/messages.js';
import { findContact } from '#lib/platforms/queries.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params, locals: { supabase, claims } }) => {
	const literature = await findLiteratureItem(supabase, params.id);
	if (!literature) error(404, m.error_not_found_title());

	return {
		literature,
		contact: claims ? await findContact(supabase, literature.platform.id) : null
	};
};
