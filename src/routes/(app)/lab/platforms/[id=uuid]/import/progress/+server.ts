import { json } from '@sveltejs/kit';
import { importReportSchema } from '#lib/import/import-report.ts';
import { readImportProgress } from '#lib/import/progress.server.ts';
import { requireManagedPlatform } from '#lib/platforms/managed-platform.server.ts';
import { requireClaims } from '#lib/server/auth.ts';
import type { RequestHandler } from './$types';

/** How far the last import is, for the page that follows it. */
export const GET: RequestHandler = async (event) => {
	const { supabase } = event.locals;
	const platform = await requireManagedPlatform(supabase, requireClaims(event), event.params.id);
	const progress = await readImportProgress(supabase, platform.id, 'catalogue', importReportSchema);
	return json(progress, { headers: { 'Cache-Control': 'private, no-store' } });
};
