import { RESOURCE_KINDS, type ResourceKind } from './resource-kind.ts';

/** What a search is narrowed by. Its address holds all of it, so that a result can be sent to a colleague. */
export type SearchFilters = {
	query: string;
	kind: ResourceKind | null;
	/** Code of a class of instruments. */
	classCode: string | null;
	/** A class as a register names it, where it is none of ours. */
	category: string | null;
	city: string | null;
	/** Code of a kind of designation. */
	platformKind: string | null;
	/** Only what outsiders can book here. */
	bookable: boolean;
	platformId: string | null;
	organisationId: string | null;
	/** Where the next page begins; a filter that changes starts over. */
	cursor: string | null;
};

export const MAX_QUERY_LENGTH = 200;
const MAX_VALUE_LENGTH = 100;
const MAX_CURSOR_LENGTH = 500;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Reads an address. What makes no sense in it narrows nothing: an old link still finds something. */
export function parseSearchFilters(params: URLSearchParams): SearchFilters {
	const kind = params.get('kind');

	return {
		query: clean(params.get('q') ?? '').slice(0, MAX_QUERY_LENGTH),
		kind: RESOURCE_KINDS.find((known) => known === kind) ?? null,
		classCode: matching(params.get('class'), /^\d{6}$/),
		category: nonEmpty(clean(params.get('category') ?? '').slice(0, MAX_VALUE_LENGTH)),
		city: nonEmpty(clean(params.get('city') ?? '').slice(0, MAX_VALUE_LENGTH)),
		platformKind: matching(params.get('platform_kind'), /^[A-Z]{2,10}$/),
		bookable: params.get('bookable') === 'true',
		platformId: matching(params.get('platform'), UUID),
		organisationId: matching(params.get('organisation'), UUID),
		cursor: nonEmpty((params.get('cursor') ?? '').slice(0, MAX_CURSOR_LENGTH))
	};
}

/** The address of a search, always in the same order and without what narrows nothing. */
export function toSearchParams(filters: SearchFilters): URLSearchParams {
	const values: [string, string | null][] = [
		['q', filters.query],
		['kind', filters.kind],
		['class', filters.classCode],
		['category', filters.category],
		['city', filters.city],
		['platform_kind', filters.platformKind],
		['bookable', filters.bookable ? 'true' : null],
		['platform', filters.platformId],
		['organisation', filters.organisationId],
		['cursor', filters.cursor]
	];
	return new URLSearchParams(
		values.flatMap(([name, value]) => (value === null || value === '' ? [] : [[name, value]]))
	);
}

/** Drops what cannot be typed: Postgres has no NUL, and nobody searches for a control character. */
function clean(text: string): string {
	return text.replace(/\p{Cc}+/gu, ' ').trim();
}

function matching(value: string | null, pattern: RegExp): string | null {
	return value !== null && pattern.test(value) ? value : null;
}

function nonEmpty(value: string): string | null {
	return value === '' ? null : value;
}
