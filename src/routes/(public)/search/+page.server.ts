import { parseSearchFilters, toSearchParams } from '#lib/catalogue/search-filters.ts';
import { nameFilters, searchCatalogue } from '#lib/catalogue/search.server.ts';
import { recordSearch } from '#lib/usage/record-use.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const {
		url,
		locals: { supabase }
	} = event;
	const filters = parseSearchFilters(url.searchParams);
	const [result, names] = await Promise.all([
		searchCatalogue(supabase, filters),
		nameFilters(supabase, filters)
	]);
	// A filter that is chosen searches anew; the next page of a result does not, nor does a look at all.
	const terms = toSearchParams({ ...filters, cursor: null }).toString();
	if (filters.cursor === null && terms !== '') recordSearch(event, terms);
	return { filters, result, names };
};
