import { json } from '@sveltejs/kit';
import { readCollectionProgress } from '#lib/evaluation/collection-progress.server.ts';
import { requireClaims } from '#lib/server/auth.ts';
import type { RequestHandler } from './$types';

/** How far the last collection is, for the pages that follow it: whoever sees the evaluation sees that. */
export const GET: RequestHandler = async (event) => {
	requireClaims(event);
	return json(await readCollectionProgress(event.locals.supabase, event.params.id), {
		headers: { 'Cache-Control': 'private, no-store' }
	});
};
