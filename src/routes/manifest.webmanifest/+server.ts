import { resolve } from '$app/paths';
import { link } from '#lib/i18n/link.ts';
import * as m from '#lib/paraglide/messages.js';
import { getLocale } from '#lib/paraglide/runtime.js';
import type { RequestHandler } from './$types';

const GROUND = '#f6f7f5';

/** What the site is called and looks like once it is installed, in the language of its address. */
export const GET: RequestHandler = () =>
	new Response(
		JSON.stringify({
			id: resolve('/'),
			name: m.site_name(),
			short_name: m.app_short_name(),
			description: m.site_purpose(),
			lang: getLocale(),
			start_url: link('/'),
			scope: resolve('/'),
			display: 'standalone',
			theme_color: GROUND,
			background_color: GROUND,
			icons: [
				{ src: '/icons/icon-192.png', sizes: '192x192', type: 'image/png' },
				{ src: '/icons/icon-512.png', sizes: '512x512', type: 'image/png' },
				{ src: '/icons/maskable-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' }
			],
			shortcuts: [{ name: m.today_title(), url: link('/bookings/today') }]
		}),
		{ headers: { 'Content-Type': 'application/manifest+json; charset=utf-8' } }
	);
