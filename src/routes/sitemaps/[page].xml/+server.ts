import { error } from '@sveltejs/kit';
import { streamSitemapPage } from '#lib/catalogue/sitemap.server.ts';
import { parseSitemapPage } from '#lib/catalogue/sitemap.ts';
import * as m from '#lib/paraglide/messages.js';
import { getAnonymousClient } from '#lib/server/supabase.ts';
import type { RequestHandler } from './$types';

// The client of a session would want to write cookies, for which a stream is too late.
export const GET: RequestHandler = ({ params, url }) => {
	const page = parseSitemapPage(params.page);
	if (!page) error(404, m.error_not_found_title());

	return new Response(streamSitemapPage(getAnonymousClient(), url.origin, page), {
		headers: { 'Content-Type': 'application/xml; charset=utf-8' }
	});
};
