import { resolve } from '$app/paths';
import { redirect, type Cookies, type RequestEvent } from '@sveltejs/kit';
import type { EmailOtpType } from '@supabase/supabase-js';
import { link } from '#lib/i18n/link.ts';
import * as m from '#lib/paraglide/messages.js';
import { baseLocale, deLocalizeHref, extractLocaleFromUrl } from '#lib/paraglide/runtime.js';
import { explainAuthError } from '#lib/people/auth-error.ts';
import { toSafePath } from '#lib/server/safe-path.ts';
import { setFlash } from '#lib/server/flash.ts';
import { inLocale } from '#lib/server/hooks/language.ts';
import { createAuthClient } from '#lib/server/supabase.ts';
import type { RequestHandler } from './$types';

const EMAIL_TYPES: readonly EmailOtpType[] = [
	'signup',
	'invite',
	'magiclink',
	'recovery',
	'email_change',
	'email'
];

/**
 * Where the link in a mail ends. It brings a code to exchange (PKCE), a token to verify, or the
 * error Auth met on the way; a session comes of the first two. Its address is of no language: it
 * speaks that of the page it leads to.
 */
export const GET: RequestHandler = (event) => {
	const { origin, searchParams } = event.url;
	const next = toSafePath(searchParams.get('next')) ?? link('/');
	const locale = extractLocaleFromUrl(new URL(next, origin)) ?? baseLocale;
	return inLocale(locale, origin, () => confirm(event, next));
};

async function confirm(event: RequestEvent, next: string): Promise<never> {
	const { cookies, url } = event;
	const code = url.searchParams.get('code');
	const tokenHash = url.searchParams.get('token_hash');
	const type = EMAIL_TYPES.find((known) => known === url.searchParams.get('type'));
	const auth = createAuthClient(event);

	if (code !== null) {
		const { error } = await auth.exchangeCodeForSession(code);
		if (!error) welcome(cookies, next);
		setFlash(cookies, { tone: 'warn', text: explainAuthError(error) });
	} else if (tokenHash !== null && type !== undefined) {
		const { error } = await auth.verifyOtp({ token_hash: tokenHash, type });
		if (!error) welcome(cookies, next);
		setFlash(cookies, { tone: 'warn', text: explainAuthError(error) });
	} else {
		setFlash(cookies, { tone: 'warn', text: m.auth_link_expired() });
	}
	redirect(303, `${link('/sign-in')}?${new URLSearchParams({ next }).toString()}`);
}

function welcome(cookies: Cookies, next: string): never {
	// The page for a new password says itself what it is for.
	if (deLocalizeHref(next) !== resolve('/set-new-password')) {
		setFlash(cookies, { tone: 'ok', text: m.auth_confirmed() });
	}
	redirect(303, next);
}
