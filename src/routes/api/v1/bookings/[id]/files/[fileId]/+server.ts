import { readId, requirePerson } from '#lib/api/input.ts';
import { api, notFound, problemOfRefusal } from '#lib/api/problem.ts';
import { attachment } from '#lib/files/content-disposition.ts';
import { findFile, openFile } from '#lib/files/transfer.server.ts';
import { toRefusal } from '#lib/server/database-error.ts';

/** The bytes of a file, to be saved and never shown: what somebody sent is not a page of this site. */
export const GET = api(async (event) => {
	requirePerson(event);
	const [id, fileId] = [readId(event), readId(event, 'fileId')];
	if (id === null || fileId === null) throw notFound();

	const file = await findFile(event.locals.supabase, id, fileId);
	if (!file) throw notFound();

	return new Response(openFile(event.locals.supabase, file), {
		headers: {
			'Content-Type': file.content_type,
			'Content-Length': String(file.size_bytes),
			'Content-Disposition': attachment(file.name),
			'Content-Security-Policy': "sandbox; default-src 'none'",
			'X-Content-Type-Options': 'nosniff',
			'Cache-Control': 'private, no-store'
		}
	});
});

/** Takes back a file that the caller has shared. */
export const DELETE = api(async (event) => {
	requirePerson(event);
	const [id, fileId] = [readId(event), readId(event, 'fileId')];
	if (id === null || fileId === null) throw notFound();

	const { error } = await event.locals.supabase.rpc('retire_booking_file', { file_id: fileId });
	if (error) throw problemOfRefusal(toRefusal(error));
	return new Response(null, { status: 204 });
});
