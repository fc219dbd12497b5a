import { error } from '@sveltejs/kit';
import { listClosures, type ClosureTab } from '#lib/closures/queries.server.ts';
import * as m from '#lib/paraglide/messages.js';
import type { PageServerLoad } from './$types';

const TABS: readonly ClosureTab[] = ['planned', 'active', 'past'];

export const load: PageServerLoad = async ({ url, locals, parent }) => {
	const { platforms } = await parent();
	const asked = url.searchParams.get('platform') ?? platforms[0]?.id;
	const platform = platforms.find(({ id }) => id === asked);
	if (!platform) error(404, m.error_not_found_title());

	const tab = TABS.find((one) => one === url.searchParams.get('tab')) ?? 'planned';
	return {
		platform,
		tab,
		closures: await listClosures(locals.supabase, platform.id, tab, new Date())
	};
};
