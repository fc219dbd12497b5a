import { localName } from '#lib/catalogue/local-name.ts';
import { resourceKindLabel, RESOURCE_KINDS } from '#lib/catalogue/resource-kind.ts';
import type { SearchFilters } from '#lib/catalogue/search-filters.ts';
import type { Facets } from '#lib/catalogue/search.server.ts';
import * as m from '#lib/paraglide/messages.js';

/** A way to narrow a search, or, where it is chosen, to take that back: both by its link. */
export type FacetOption = { label: string; count: number; href: string; isCurrent: boolean };
export type FacetGroup = { title: string; options: FacetOption[] };

/** What a search can be narrowed by, with how much would be left; groups without an option are left out. */
export function listFacets(
	facets: Facets,
	filters: SearchFilters,
	hrefOf: (filters: SearchFilters) => string
): FacetGroup[] {
	function toOption<Key extends keyof SearchFilters>(
		key: Key,
		value: NonNullable<SearchFilters[Key]>,
		label: string,
		count: number
	): FacetOption {
		const isCurrent = filters[key] === value;
		const off = (key === 'bookable' ? false : null) as SearchFilters[Key];
		return {
			label,
			count,
			isCurrent,
			href: hrefOf({ ...filters, [key]: isCurrent ? off : value, cursor: null })
		};
	}
	function toNamedOption(
		key: 'classCode' | 'platformKind',
		{ value, count, name, name_en }: Facets['class'][number]
	): FacetOption {
		return toOption(
			key,
			value,
			localName({ name: name ?? value, name_en: name_en ?? null }),
			count
		);
	}

	return [
		{
			title: m.search_facet_bookable(),
			options: facets.bookable
				.filter(({ value }) => value)
				.map(({ count }) => toOption('bookable', true, m.search_facet_bookable_true(), count))
		},
		{
			title: m.search_facet_kind(),
			options: RESOURCE_KINDS.flatMap((kind) =>
				facets.kind
					.filter(({ value }) => value === kind)
					.map(({ value, count }) => toOption('kind', value, resourceKindLabel(value), count))
			)
		},
		{
			title: m.search_facet_class(),
			options: facets.class.map((found) => toNamedOption('classCode', found))
		},
		{
			title: m.search_facet_city(),
			options: facets.city.flatMap(({ value, count }) =>
				value === null ? [] : [toOption('city', value, value, count)]
			)
		},
		{
			title: m.search_facet_platform_kind(),
			options: facets.platform_kind.map((found) => toNamedOption('platformKind', found))
		},
		{
			title: m.search_facet_category(),
			options: facets.category.map(({ value, count }) => toOption('category', value, value, count))
		}
	].filter(({ options }) => options.length > 0);
}
