import { error } from '@sveltejs/kit';
import { openedFile } from '#lib/applications/commands.server.ts';
import { attachment } from '#lib/files/content-disposition.ts';
import * as m from '#lib/paraglide/messages.js';
import { requireClaims } from '#lib/server/auth.ts';
import type { RequestHandler } from './$types';

/** The bytes of a file that was opened within the hour, to be saved and never shown or kept. */
export const GET: RequestHandler = async (event) => {
	requireClaims(event);
	const file = await openedFile(event.locals.supabase, event.params.downloadId);
	if (!file) error(404, m.file_not_found());

	return new Response(file.bytes, {
		headers: {
			'Content-Type': file.contentType,
			'Content-Length': String(file.size),
			'Content-Disposition': attachment(file.name),
			'Content-Security-Policy': "sandbox; default-src 'none'",
			'X-Content-Type-Options': 'nosniff',
			'Cache-Control': 'private, no-store'
		}
	});
};
