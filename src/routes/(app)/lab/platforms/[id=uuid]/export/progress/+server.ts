import { json } from '@sveltejs/kit';
import { readProgress } from '#lib/export/progress.server.ts';
import { requireManagedPlatform } from '#lib/platforms/managed-platform.server.ts';
import { requireClaims } from '#lib/server/auth.ts';
import type { RequestHandler } from './$types';

/** How far the last export is, for the page that follows it: counting all parts anew would cost as much as one. */
export const GET: RequestHandler = async (event) => {
	const { supabase } = event.locals;
	const platform = await requireManagedPlatform(supabase, requireClaims(event), event.params.id);
	return json(await readProgress(supabase, platform.id), {
		headers: { 'Cache-Control': 'private, no-store' }
	});
};
