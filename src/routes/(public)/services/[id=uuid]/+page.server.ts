import { error } from '@sveltejs/kit';
import { findService } from '#lib/services/queries.server.ts';
import * as m from '#lib/paraglide/messages.js';
import { findContact } from '#lib/platforms/queries.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params, locals: { supabase, claims } }) => {
	const service = await findService(supabase, params.id);
	if (!service) error(404, m.error_not_found_title());

	return {
		service,
		contact: claims ? await findContact(supabase, service.platform.id) : null
	};
};
