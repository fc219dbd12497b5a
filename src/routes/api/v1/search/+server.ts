import { json } from '@sveltejs/kit';
import * as v from 'valibot';
import { flag, pageSize, readQuery } from '#lib/api/input.ts';
import { api } from '#lib/api/problem.ts';
import { searchCatalogue } from '#lib/api/catalogue-search.ts';
import { Constants } from '#lib/database.types.ts';

const query = v.object({
	q: v.optional(v.string()),
	kind: v.optional(v.picklist(Constants.public.Enums.resource_kind)),
	category: v.optional(v.string()),
	city: v.optional(v.string()),
	platform: v.optional(v.string()),
	bookable: v.optional(flag),
	cursor: v.optional(v.string()),
	limit: v.optional(pageSize, '20')
});

export const GET = api(async (event) => {
	const { kind, ...wanted } = readQuery(event.url, query);
	return json(
		await searchCatalogue(event.locals.supabase, {
			...wanted,
			kinds: kind === undefined ? null : [kind]
		})
	);
});
