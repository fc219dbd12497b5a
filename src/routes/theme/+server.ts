import { redirect } from '@sveltejs/kit';
import { link } from '#lib/i18n/link.ts';
import { toSafePath } from '#lib/server/safe-path.ts';
import { keepTheme } from '#lib/theme/theme-cookie.server.ts';
import { toTheme } from '#lib/theme/theme.ts';
import type { RequestHandler } from './$types';

/** Keeps how this browser wants its pages lit, and goes back to the page that was looked at. */
export const POST: RequestHandler = async ({ request, cookies }) => {
	const sent = await request.formData();
	keepTheme(cookies, toTheme(sent.get('theme')));

	const next = sent.get('next');
	redirect(303, toSafePath(typeof next === 'string' ? next : null) ?? link('/'));
};
