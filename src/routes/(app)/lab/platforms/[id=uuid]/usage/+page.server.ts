import { error } from '@sveltejs/kit';
import * as m from '#lib/paraglide/messages.js';
import { findPlatform } from '#lib/timeline/queries.server.ts';
import { SHOWN_METRICS } from '#lib/usage/metric-label.ts';
import { listUsedItems } from '#lib/usage/queries.server.ts';
import { readMonths } from '#lib/usage/usage-window.ts';
import type { PageServerLoad } from './$types';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export const load: PageServerLoad = async ({ params, url, parent, locals: { supabase } }) => {
	const { platforms } = await parent();
	const platform = await findPlatform(supabase, params.id);
	if (!platform || !platforms.some(({ id }) => id === platform.id)) {
		error(404, m.error_not_found_title());
	}

	const asked = url.searchParams;
	const { begin, end } = readMonths(asked, new Date());
	const kind = asked.get('kind') === 'literature' ? ('literature' as const) : ('dataset' as const);
	const metric = SHOWN_METRICS.find((known) => known === asked.get('metric')) ?? 'unique_requests';
	const after = asked.get('after');
	const page = await listUsedItems(supabase, {
		platformId: platform.id,
		kind,
		metric,
		begin,
		end,
		after: after !== null && UUID.test(after) ? after : null
	});
	return { platform, kind, metric, begin, end, ...page, isFirstPage: after === null };
};
