import { listAllSitemapPages } from '#lib/catalogue/sitemap.server.ts';
import { toSitemapIndex } from '#lib/catalogue/sitemap.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ url, locals: { supabase } }) =>
	new Response(toSitemapIndex(url.origin, await listAllSitemapPages(supabase)), {
		headers: { 'Content-Type': 'application/xml; charset=utf-8' }
	});
