import { MAX_QUERY_LENGTH } from '#lib/catalogue/search-filters.ts';
import { findInPalette } from '#lib/navigation/palette.server.ts';
import { findViewer } from '#lib/people/viewer.server.ts';
import type { RequestHandler } from './$types';

/** What the palette shows, in the language of the page that it lies over. */
export const GET: RequestHandler = async ({ url, locals }) => {
	const query = (url.searchParams.get('q') ?? '').trim().slice(0, MAX_QUERY_LENGTH);
	const viewer = locals.claims ? await findViewer(locals.supabase, locals.claims) : null;

	return Response.json(await findInPalette(locals.supabase, viewer, locals.claims, query), {
		headers: { 'cache-control': 'no-store' }
	});
};
