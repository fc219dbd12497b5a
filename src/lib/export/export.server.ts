import { error, type RequestEvent } from '@sveltejs/kit';
import { toTitle } from '#lib/catalogue/title.ts';
import { attachment } from '#lib/files/content-disposition.ts';
import * as m from '#lib/paraglide/messages.js';
import { requireManagedPlatform } from '#lib/platforms/managed-platform.server.ts';
import { requireClaims } from '#lib/server/auth.ts';
import { toRefusal } from '#lib/server/database-error.ts';
import { createLastingClient, type Db } from '#lib/server/supabase.ts';
import { dateIn } from '#lib/time/calendar-date.ts';
import type { ExportedPlatform, Part } from './parts.ts';

/**
 * The platform that is about to leave, which is on record from here on, and what it is read by.
 *
 * @throws 404 when there is none, and 403 to whoever does not manage it
 */
export async function beginExport(
	event: RequestEvent,
	platformId: string,
	part: Part | null
): Promise<{ platform: ExportedPlatform; db: Db; exportId: string | null }> {
	const { supabase } = event.locals;
	const platform = await requireManagedPlatform(supabase, requireClaims(event), platformId);
	const { data: exportId, error: failure } = await supabase.rpc('record_export', {
		platform_id: platform.id,
		...(part !== null && { part: part.name })
	});
	if (failure) error(toRefusal(failure).status, m.platform_forbidden());
	return { platform, db: await createLastingClient(event), exportId };
}

/** Says of a download what it is called, and that it is saved, never shown and never kept on the way. */
export function downloadHeaders(
	contentType: string,
	platform: ExportedPlatform,
	asOf: Date,
	ending: string
): Record<string, string> {
	const name = m.export_file_name({
		platform: toTitle(platform).main.text.replace(/[\p{C}<>:"/\\|?*]/gu, '_'),
		date: dateIn(asOf, platform.time_zone)
	});
	return {
		'Content-Type': contentType,
		'Content-Disposition': attachment(`${name}${ending}`),
		'Content-Security-Policy': "sandbox; default-src 'none'",
		'X-Content-Type-Options': 'nosniff',
		'Cache-Control': 'private, no-store'
	};
}
