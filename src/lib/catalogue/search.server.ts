import * as v from 'valibot';
import type { Database } from '#lib/database.types.ts';
import type { Db, WithNull } from '#lib/server/supabase.ts';
import { read } from './read.server.ts';
import { RESOURCE_KINDS } from './resource-kind.ts';
import type { SearchFilters } from './search-filters.ts';

const PAGE_SIZE = 20;
/** The most frequent values of a facet that has no end; all others are found by typing them. */
const MAX_OPTIONS = 16;

const named = v.object({
	id: v.string(),
	name: v.string(),
	name_en: v.nullable(v.string())
});

const hit = v.object({
	id: v.string(),
	kind: v.picklist(RESOURCE_KINDS),
	name: v.string(),
	name_en: v.nullable(v.string()),
	language: v.string(),
	summary: v.nullable(v.string()),
	platform: named,
	organisation: named,
	city: v.nullable(v.string()),
	category: v.nullable(v.string()),
	/** Of an instrument its external_use, of a dataset its access_level, of literature its access. */
	access_level: v.string(),
	is_bookable: v.boolean(),
	price_fen: v.nullable(v.number()),
	currency: v.nullable(v.string()),
	price_unit: v.nullable(v.string()),
	picture: v.nullable(v.string())
});

function facet<T extends v.GenericSchema>(value: T) {
	return v.array(
		v.object({
			value,
			count: v.number(),
			name: v.optional(v.string()),
			name_en: v.optional(v.nullable(v.string()))
		})
	);
}

const facetsSchema = v.object({
	kind: facet(v.picklist(RESOURCE_KINDS)),
	class: facet(v.string()),
	category: facet(v.string()),
	// What has no city is counted too, and cannot be asked for.
	city: facet(v.nullable(v.string())),
	platform_kind: facet(v.string()),
	bookable: facet(v.boolean())
});

const resultPage = v.object({
	items: v.array(hit),
	next_cursor: v.nullable(v.string()),
	total: v.nullable(v.number()),
	facets: v.nullable(facetsSchema)
});

export type Hit = v.InferOutput<typeof hit>;
export type Facets = v.InferOutput<typeof facetsSchema>;
type ResultPage = v.InferOutput<typeof resultPage>;

export type SearchResult = {
	items: Hit[];
	nextCursor: string | null;
	total: number;
	facets: Facets | null;
	/** The address named a page that is none; this is the first. */
	isCursorStale: boolean;
};

/**
 * A page of the catalogue with the figures of the whole result. The database counts with the first
 * page only, so a later page asks for the figures beside it.
 */
export async function searchCatalogue(db: Db, filters: SearchFilters): Promise<SearchResult> {
	const [page, first] = await Promise.all([
		findPage(db, filters, PAGE_SIZE),
		filters.cursor === null ? null : findPage(db, { ...filters, cursor: null }, 1)
	]);
	if (page === null) {
		const restarted = await searchCatalogue(db, { ...filters, cursor: null });
		return { ...restarted, isCursorStale: true };
	}

	const counted = first ?? page;
	const { facets } = counted;
	return {
		items: page.items,
		nextCursor: page.next_cursor,
		total: counted.total ?? 0,
		facets: facets && {
			...facets,
			category: facets.category.slice(0, MAX_OPTIONS),
			city: facets.city.slice(0, MAX_OPTIONS)
		},
		isCursorStale: false
	};
}

/** How many entries there are of each kind. */
export async function countByKind(db: Db): Promise<Facets['kind']> {
	const page = await findPage(db, {}, 1);
	return page?.facets?.kind ?? [];
}

/** The best few, for who has yet to see the page of results. */
export async function findHits(db: Db, query: string, count: number): Promise<Hit[]> {
	const page = await findPage(db, { query }, count);
	return page?.items ?? [];
}

/** One page, or null when its cursor was never given out. */
async function findPage(
	db: Db,
	filters: Partial<SearchFilters>,
	pageSize: number
): Promise<ResultPage | null> {
	const answer = await db.rpc('search_catalogue', {
		page_size: pageSize,
		...(filters.query && { query: filters.query }),
		...(filters.kind && { kinds: [filters.kind] }),
		...(filters.classCode && { class_code: filters.classCode }),
		...(filters.category && { category: filters.category }),
		...(filters.city && { city: filters.city }),
		...(filters.platformKind && { platform_kind: filters.platformKind }),
		...(filters.bookable && { bookable: true }),
		...(filters.platformId && { platform_id: filters.platformId }),
		...(filters.organisationId && { organisation_id: filters.organisationId }),
		...(filters.cursor && { cursor: filters.cursor })
	});
	if (answer.error?.message === 'cursor_invalid') return null;

	return v.parse(resultPage, await read(Promise.resolve(answer)));
}

/** The names of what an address narrows by, to show them as words. */
export async function nameFilters(
	db: Db,
	{ classCode, platformId, organisationId }: SearchFilters
) {
	const [instrumentClass, platform, organisation] = await Promise.all([
		classCode === null
			? null
			: read(
					// The same six digits can name a class on two levels; both find the same instruments.
					db
						.from('instrument_classes')
						.select('name, name_en')
						.eq('code', classCode)
						.order('level')
						.limit(1)
						.maybeSingle()
				),
		platformId === null
			? null
			: read(
					db.from('platforms').select('name, language, name_en').eq('id', platformId).maybeSingle()
				),
		organisationId === null
			? null
			: read(
					db
						.from('organisations')
						.select('name, language, name_en')
						.eq('id', organisationId)
						.maybeSingle()
				)
	]);
	return { instrumentClass, platform, organisation };
}

/** A price may be a matter of arrangement. */
type FreeSlot = WithNull<
	Database['public']['Functions']['find_slots']['Returns'][number],
	'name_en' | 'price_fen'
>;

/**
 * What outsiders can book soonest, each instrument once.
 *
 * @param patienceMs after which there is no answer, because the page it is for will not wait
 */
export async function listSoonFree(db: Db, count: number, patienceMs: number): Promise<FreeSlot[]> {
	return read(
		db
			.rpc('find_slots', { duration_minutes: 120, page_size: count })
			.abortSignal(AbortSignal.timeout(patienceMs))
	);
}
