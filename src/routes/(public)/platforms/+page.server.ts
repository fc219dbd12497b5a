import { listDesignationKinds, listPlatforms } from '#lib/platforms/queries.server.ts';
import { parsePlatformFilters } from '#lib/platforms/platform-filters.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ url, locals: { supabase } }) => {
	const filters = parsePlatformFilters(url.searchParams);
	const [result, kinds] = await Promise.all([
		listPlatforms(supabase, filters),
		listDesignationKinds(supabase)
	]);
	return { filters, ...result, kinds: kinds.filter(({ count }) => count > 0) };
};
