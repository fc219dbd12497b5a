import type { RequestHandler } from './$types';

/** Filters and calendars have endless addresses; all that is worth finding is in the site map. */
export const GET: RequestHandler = ({ url }) =>
	new Response(
		[
			'User-agent: *',
			'Disallow: /api/',
			'Disallow: /search?',
			'Disallow: /en/search?',
			'Disallow: /*/book',
			`Sitemap: ${url.origin}/sitemap.xml`,
			''
		].join('\n'),
		{ headers: { 'Content-Type': 'text/plain; charset=utf-8' } }
	);
