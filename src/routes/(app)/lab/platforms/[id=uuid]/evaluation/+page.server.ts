import { error } from '@sveltejs/kit';
import { listCyclesOf } from '#lib/evaluation/cycle-queries.server.ts';
import * as m from '#lib/paraglide/messages.js';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const { platforms } = await event.parent();
	const platform = platforms.find(({ id }) => id === event.params.id);
	if (!platform) error(404, m.error_not_found_title());
	return { platform, cycles: await listCyclesOf(event.locals.supabase, platform.id) };
};
