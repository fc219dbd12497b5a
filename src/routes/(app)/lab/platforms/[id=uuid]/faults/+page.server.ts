import { error } from '@sveltejs/kit';
import { listFaults } from '#lib/faults/queries.server.ts';
import * as m from '#lib/paraglide/messages.js';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params, url, locals, parent }) => {
	const { platforms } = await parent();
	const platform = platforms.find(({ id }) => id === params.id);
	if (!platform) error(404, m.error_not_found_title());

	const isOpen = url.searchParams.get('tab') !== 'settled';
	return { platform, isOpen, faults: await listFaults(locals.supabase, platform.id, isOpen) };
};
