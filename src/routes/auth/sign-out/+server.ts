import { redirect } from '@sveltejs/kit';
import { link } from '#lib/i18n/link.ts';
import * as m from '#lib/paraglide/messages.js';
import { setFlash } from '#lib/server/flash.ts';
import type { RequestHandler } from './$types';

/** Ends this session only; the profile can end all of them. */
export const POST: RequestHandler = async ({ locals, cookies }) => {
	await locals.supabase.auth.signOut({ scope: 'local' });
	setFlash(cookies, { tone: 'ok', text: m.sign_out_done() });
	redirect(303, link('/'));
};
