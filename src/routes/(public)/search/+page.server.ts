import { listActiveFilters } from '#lib/catalogue/active-filters.ts';
import { localName } from '#lib/catalogue/local-name.ts';
import {
	parseSearchFilters,
	toSearchParams,
	type SearchFilters
} from '#lib/catalogue/search-filters.ts';
import { nameFilters, searchCatalogue } from '#lib/catalogue/search.server.ts';
import { link } from '#lib/i18n/link.ts';
import { getLocale } from '#lib/paraglide/runtime.js';
import { recordSearch } from '#lib/usage/record-use.server.ts';
import type { PageServerLoad } from './$types';
import { hitInWords } from './hit-in-words.ts';
import { listFacets } from './list-facets.ts';

const NOTHING = parseSearchFilters(new URLSearchParams());

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

	const active = listActiveFilters(filters, {
		...names,
		platformKinds: new Map(
			result.facets?.platform_kind.map(({ value, name, name_en }) => [
				value,
				localName({ name: name ?? value, name_en: name_en ?? null })
			])
		)
	});
	return {
		query: filters.query,
		isCursorStale: result.isCursorStale,
		total: new Intl.NumberFormat(getLocale()).format(result.total),
		hits: result.items.map(hitInWords),
		facets: result.facets && listFacets(result.facets, filters, hrefOf),
		active: active.map(({ label, without }) => ({ label, href: hrefOf(without) })),
		/** What a search from the box is narrowed by. */
		kept: [...toSearchParams({ ...filters, query: '', cursor: null })],
		// Every filter is an address of its own; what they lead to is in the site map.
		isIndexed: hrefOf(filters) === hrefOf(NOTHING),
		hrefs: {
			first:
				filters.cursor === null || result.isCursorStale
					? undefined
					: hrefOf({ ...filters, cursor: null }),
			next:
				result.nextCursor === null ? undefined : hrefOf({ ...filters, cursor: result.nextCursor }),
			withoutFilters: hrefOf({ ...NOTHING, query: filters.query }),
			bookable: hrefOf({ ...NOTHING, bookable: true }),
			everything: hrefOf(NOTHING)
		}
	};
};

function hrefOf(wanted: SearchFilters): string {
	const params = toSearchParams(wanted).toString();
	return link('/search') + (params === '' ? '' : `?${params}`);
}
