import { error } from '@sveltejs/kit';
import { beginExport, downloadHeaders } from '#lib/export/export.server.ts';
import { findPart } from '#lib/export/parts.ts';
import { openPart } from '#lib/export/archive.server.ts';
import * as m from '#lib/paraglide/messages.js';
import type { RequestHandler } from './$types';

/** One part of what a lab owns, the file that stands in the archive too. */
export const GET: RequestHandler = async (event) => {
	const part = findPart(event.params.part);
	if (!part) error(404, m.error_not_found_title());

	const { platform, db } = await beginExport(event, event.params.id, part);
	return new Response(openPart(db, part, platform), {
		headers: downloadHeaders('text/csv; charset=utf-8', platform, new Date(), `-${part.name}.csv`)
	});
};
