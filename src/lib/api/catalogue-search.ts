import * as v from 'valibot';
import type { Database } from '#lib/database.types.ts';
import * as m from '#lib/paraglide/messages.js';
import { toRefusal } from '#lib/server/database-error.ts';
import type { Db } from '#lib/server/supabase.ts';
import { Problem, problemOfRefusal } from './problem.ts';

export type CatalogueFilter = {
	kinds: Database['public']['Enums']['resource_kind'][] | null;
	limit: number;
	q?: string | undefined;
	/** Six digits of an instrument class, or its name in Chinese or English. */
	category?: string | undefined;
	city?: string | undefined;
	/** A platform's id, or the code of a kind of designation such as KL. */
	platform?: string | undefined;
	bookable?: boolean | undefined;
	cursor?: string | undefined;
};

const uuid = v.pipe(v.string(), v.uuid());

/** One page of the catalogue: `{items, next_cursor, total, facets}`. */
export async function searchCatalogue(db: Db, filter: CatalogueFilter) {
	const classCode =
		filter.category === undefined ? undefined : await resolveClassCode(db, filter.category);
	const { data, error } = await db.rpc('search_catalogue', {
		page_size: filter.limit,
		...(filter.q !== undefined && { query: filter.q }),
		...(filter.kinds !== null && { kinds: filter.kinds }),
		...(classCode !== undefined && { class_code: classCode }),
		...(filter.city !== undefined && { city: filter.city }),
		...(filter.platform !== undefined &&
			(v.is(uuid, filter.platform)
				? { platform_id: filter.platform }
				: { platform_kind: filter.platform })),
		...(filter.bookable !== undefined && { bookable: filter.bookable }),
		...(filter.cursor !== undefined && { cursor: filter.cursor })
	});
	if (error) throw problemOfRefusal(toRefusal(error));
	return data;
}

/**
 * The code of an instrument class that was named by its code or its name.
 *
 * @throws Problem 422 for a class that does not exist.
 */
export async function resolveClassCode(db: Db, category: string): Promise<string> {
	const classes = db.from('instrument_classes').select('code').order('level').limit(1);
	const { data, error } = await (/^\d{6}$/.test(category)
		? classes.eq('code', category)
		: // Quoted, because a comma or a bracket in the name would end the filter.
			classes.or(`name.eq.${quote(category)},name_en.ilike.${quote(category)}`));
	if (error) throw problemOfRefusal(toRefusal(error));

	const [found] = data;
	if (found) return found.code;
	throw new Problem({
		status: 422,
		key: 'category_unknown',
		title: m.api_category_unknown(),
		violations: [
			{
				rule: 'format',
				field: 'category',
				message: m.api_category_unknown(),
				limit: null,
				actual: category.slice(0, 100)
			}
		]
	});
}

function quote(value: string): string {
	return `"${value.replace(/[\\"]/g, '\\$&')}"`;
}
