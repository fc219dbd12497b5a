import { readId } from '#lib/api/input.ts';
import { api, notFound, Problem } from '#lib/api/problem.ts';
import { findFullText } from '#lib/literature/queries.server.ts';
import * as m from '#lib/paraglide/messages.js';
import { recordDenial, recordUse } from '#lib/usage/record-use.server.ts';

/** Counts that somebody reads the text, and sends them on to where it is. */
export const GET = api(async (event) => {
	const id = readId(event);
	const item = id === null ? null : await findFullText(event.locals.supabase, id);
	if (id === null || item === null) throw notFound();
	if (item.full_text_url === null) {
		recordDenial(event, { kind: 'literature', id, reason: 'no_license' });
		throw new Problem({
			status: 403,
			key: 'full_text_not_online',
			title: m.usage_api_full_text_not_online()
		});
	}

	recordUse(event, { kind: 'literature', id, action: 'request', status: 302 });
	return new Response(null, {
		status: 302,
		// Kept by no cache: the next time counts again.
		headers: { Location: item.full_text_url, 'Cache-Control': 'no-store' }
	});
});
