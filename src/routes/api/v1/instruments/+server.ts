import { json } from '@sveltejs/kit';
import * as v from 'valibot';
import { searchCatalogue } from '#lib/api/catalogue-search.ts';
import { flag, pageSize, readQuery } from '#lib/api/input.ts';
import { api } from '#lib/api/problem.ts';

const query = v.object({
	q: v.optional(v.string()),
	category: v.optional(v.string()),
	city: v.optional(v.string()),
	platform: v.optional(v.string()),
	bookable: v.optional(flag),
	cursor: v.optional(v.string()),
	limit: v.optional(pageSize, '20')
});

export const GET = api(async (event) =>
	json(
		await searchCatalogue(event.locals.supabase, {
			...readQuery(event.url, query),
			kinds: ['instrument']
		})
	)
);
