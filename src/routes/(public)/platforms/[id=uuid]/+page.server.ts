import { error } from '@sveltejs/kit';
import * as m from '#lib/paraglide/messages.js';
import { countResources, findContact, findPlatform } from '#lib/platforms/queries.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params, locals: { supabase, claims } }) => {
	const [platform, counts, contact] = await Promise.all([
		findPlatform(supabase, params.id),
		countResources(supabase, params.id),
		claims ? findContact(supabase, params.id) : null
	]);
	if (!platform) error(404, m.error_not_found_title());

	return { platform, counts, contact };
};
