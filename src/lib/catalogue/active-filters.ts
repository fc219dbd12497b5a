import * as m from '#lib/paraglide/messages.js';
import { localName } from './local-name.ts';
import { resourceKindLabel } from './resource-kind.ts';
import type { SearchFilters } from './search-filters.ts';
import { toTitle, type Named } from './title.ts';

type FilterNames = {
	instrumentClass: { name: string; name_en: string | null } | null;
	platform: Named | null;
	organisation: Named | null;
	/** By code, as the facets bring them. */
	platformKinds: ReadonlyMap<string, string>;
};

/** A filter in force: its words, and the search without it. */
export type ActiveFilter = { label: string; without: SearchFilters };

/** What a search is narrowed by, each to be taken away by itself. The query is no filter. */
export function listActiveFilters(filters: SearchFilters, names: FilterNames): ActiveFilter[] {
	const without = (change: Partial<SearchFilters>): SearchFilters => ({
		...filters,
		...change,
		cursor: null
	});
	const active: ActiveFilter[] = [];

	if (filters.kind) {
		active.push({ label: resourceKindLabel(filters.kind), without: without({ kind: null }) });
	}
	if (filters.classCode) {
		const label = names.instrumentClass ? localName(names.instrumentClass) : filters.classCode;
		active.push({ label, without: without({ classCode: null }) });
	}
	if (filters.category) {
		active.push({ label: filters.category, without: without({ category: null }) });
	}
	if (filters.city) active.push({ label: filters.city, without: without({ city: null }) });
	if (filters.platformKind) {
		const label = names.platformKinds.get(filters.platformKind) ?? filters.platformKind;
		active.push({ label, without: without({ platformKind: null }) });
	}
	if (filters.bookable) {
		active.push({
			label: m.search_facet_bookable_true(),
			without: without({ bookable: false })
		});
	}
	if (filters.platformId) {
		const name = names.platform ? toTitle(names.platform).main.text : '…';
		active.push({
			label: m.search_facet_platform({ name }),
			without: without({ platformId: null })
		});
	}
	if (filters.organisationId) {
		const name = names.organisation ? toTitle(names.organisation).main.text : '…';
		active.push({
			label: m.search_facet_organisation({ name }),
			without: without({ organisationId: null })
		});
	}
	return active;
}
