import { json } from '@sveltejs/kit';
import { requireStaffedPlatform } from '#lib/bookings/lab-queries.server.ts';
import { readImportProgress } from '#lib/import/progress.server.ts';
import { requireClaims } from '#lib/server/auth.ts';
import { useLogReportSchema } from '#lib/use-log/use-log-report.ts';
import type { RequestHandler } from './$types';

/** How far the last use log is, for the page that follows it. */
export const GET: RequestHandler = async (event) => {
	const { supabase } = event.locals;
	const platform = await requireStaffedPlatform(supabase, requireClaims(event), event.params.id);
	const progress = await readImportProgress(supabase, platform.id, 'use_log', useLogReportSchema);
	return json(progress, { headers: { 'Cache-Control': 'private, no-store' } });
};
