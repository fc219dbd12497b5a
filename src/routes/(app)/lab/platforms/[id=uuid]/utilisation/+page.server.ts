import { error } from '@sveltejs/kit';
import { listBookableInstruments } from '#lib/bookings/lab-queries.server.ts';
import * as m from '#lib/paraglide/messages.js';
import { findPlatform, getUtilisation } from '#lib/timeline/queries.server.ts';
import { MEASURES, readWindow } from '#lib/timeline/utilisation.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params, url, locals }) => {
	const platform = await findPlatform(locals.supabase, params.id);
	if (!platform) error(404, m.error_not_found_title());

	const { from, to, isRefused } = readWindow(url.searchParams, platform.time_zone, new Date());
	const instruments = await listBookableInstruments(locals.supabase, platform.id);
	const asked = url.searchParams.get('instrument');
	const instrument = instruments.find(({ id }) => id === asked) ?? null;
	const utilisation = await getUtilisation(
		locals.supabase,
		{ platformId: platform.id, instrumentId: instrument?.id ?? null },
		{ from, to }
	);
	return {
		platform,
		instruments,
		instrument,
		from,
		to,
		isRefused,
		utilisation,
		measure: MEASURES.find((measure) => measure === url.searchParams.get('measure')) ?? 'reserved'
	};
};
