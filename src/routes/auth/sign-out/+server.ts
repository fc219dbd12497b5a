import { redirect } from '@sveltejs/kit';
import { link } from '#lib/i18n/link.ts';
import * as m from '#lib/paraglide/messages.js';
import { setFlash } from '#lib/server/flash.ts';
import { createAuthClient } from '#lib/server/supabase.ts';
import type { RequestHandler } from './$types';

/** Ends this session only; the profile can end all of them. */
export const POST: RequestHandler = async (event) => {
	await createAuthClient(event).signOut({ scope: 'local' });
	setFlash(event.cookies, { tone: 'ok', text: m.sign_out_done() });
	redirect(303, link('/'));
};
