import type { Handle } from '@sveltejs/kit';
import { requireClaims } from '../auth.ts';
import {
	createSessionClient,
	getAnonymousClient,
	hasSessionCookie,
	openTokenSession,
	takeSessionHeaders
} from '../supabase.ts';

/**
 * Finds out who asks: the bearer of the token in the Authorization header, else the person whose
 * session is in the cookies, else nobody. A token wins, and a bad one is not made up for by a
 * cookie, so that a request never acts as somebody its sender did not name.
 */
export const session: Handle = async ({ event, resolve }) => {
	const { locals } = event;
	locals.claims = null;
	locals.authError = null;

	const token = readBearerToken(event.request.headers.get('authorization'));
	if (token !== null) {
		const opened = await openTokenSession(token);
		locals.claims = opened.claims;
		if (opened.claims) {
			locals.supabase = opened.supabase;
		} else {
			locals.supabase = getAnonymousClient();
			locals.authError = opened.reason;
		}
		return resolve(event);
	}

	if (hasSessionCookie(event)) {
		const client = createSessionClient(event);
		// Also refreshes a session about to end, which has to be done before the response begins.
		const { data } = await client.auth.getClaims();
		locals.claims = data?.claims.role === 'authenticated' ? data.claims : null;
		locals.supabase = client;
	} else {
		locals.supabase = getAnonymousClient();
	}

	// Actions run without their layout's load, so a guard there alone would let them through.
	if (event.route.id?.startsWith('/(app)/')) requireClaims(event);

	const response = await resolve(event);

	// For the service worker, which keeps pages of one person for that person alone.
	response.headers.set('X-Person', locals.claims?.sub ?? 'none');
	if (locals.claims && !response.headers.has('Cache-Control')) {
		response.headers.set('Cache-Control', 'private, no-cache');
	}
	for (const [name, value] of Object.entries(takeSessionHeaders(event))) {
		response.headers.set(name, value);
	}
	return response;
};

/** The token of `Bearer <token>`; null when the header is absent or of another scheme. */
function readBearerToken(header: string | null): string | null {
	return header?.match(/^Bearer +(\S+) *$/i)?.[1] ?? null;
}
