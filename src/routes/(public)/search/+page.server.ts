import { parseSearchFilters } from '#lib/catalogue/search-filters.ts';
import { nameFilters, searchCatalogue } from '#lib/catalogue/search.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ url, locals: { supabase } }) => {
	const filters = parseSearchFilters(url.searchParams);
	const [result, names] = await Promise.all([
		searchCatalogue(supabase, filters),
		nameFilters(supabase, filters)
	]);
	return { filters, result, names };
};
