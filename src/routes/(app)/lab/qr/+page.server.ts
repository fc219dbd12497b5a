import { error } from '@sveltejs/kit';
import { listBookableInstruments } from '#lib/bookings/lab-queries.server.ts';
import * as m from '#lib/paraglide/messages.js';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ url, locals, parent }) => {
	const { platforms } = await parent();
	const asked = url.searchParams.get('platform') ?? platforms[0]?.id;
	const platform = platforms.find(({ id }) => id === asked);
	if (!platform) error(404, m.error_not_found_title());
	return {
		platform,
		instruments: await listBookableInstruments(locals.supabase, platform.id)
	};
};
