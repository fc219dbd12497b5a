import { error } from '@sveltejs/kit';
import { findDisplay } from '#lib/display/queries.server.ts';
import { calendarKey } from '#lib/live/live-subject.ts';
import * as m from '#lib/paraglide/messages.js';
import { getAnonymousClient } from '#lib/server/supabase.ts';
import type { PageServerLoad } from './$types';

/** Read as nobody, whoever is signed in on the screen: it shows what everybody before it may see. */
export const load: PageServerLoad = async ({ params, url, depends, setHeaders }) => {
	depends(calendarKey({ platform: params.id }));
	const display = await findDisplay(getAnonymousClient(), params.id, url.searchParams.get('token'));
	if (!display) error(404, m.error_not_found_title());

	// The address may be a secret: it has no place in a cache or a search engine.
	setHeaders({ 'Cache-Control': 'no-store', 'X-Robots-Tag': 'noindex' });
	const theme = url.searchParams.get('theme');
	const screenTheme: 'dark' | 'light' | null = theme === 'dark' || theme === 'light' ? theme : null;
	return {
		display,
		screenTheme,
		/** Without the site's head and foot. */
		isBare: true
	};
};
