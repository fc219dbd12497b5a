import { error } from '@sveltejs/kit';
import { read } from '#lib/catalogue/read.server.ts';
import { attachment } from '#lib/files/content-disposition.ts';
import * as m from '#lib/paraglide/messages.js';
import { requireClaims } from '#lib/server/auth.ts';
import type { RequestHandler } from './$types';

/** A file of a report, saved and never shown: what is in it is not ours to run. */
export const GET: RequestHandler = async (event) => {
	requireClaims(event);
	const { supabase } = event.locals;
	const { fileId } = event.params;
	const [file, content] = await Promise.all([
		read(supabase.from('evaluation_files').select('name').eq('id', fileId).maybeSingle()),
		read(supabase.rpc('evaluation_file_content', { file_id: fileId }))
	]);
	// The generated type knows no null; who may not read it gets one.
	if (!file || (content as string | null) === null) error(404, m.cycle_refused_not_found());
	return new Response(Buffer.from(content, 'base64'), {
		headers: {
			'content-type': 'application/octet-stream',
			'content-disposition': attachment(file.name),
			'cache-control': 'private, no-store'
		}
	});
};
