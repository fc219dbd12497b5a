import { redirect, type RequestEvent } from '@sveltejs/kit';
import type { JwtPayload } from '@supabase/supabase-js';
import { signInAddress } from './sign-in-address.ts';

type Guarded = Pick<RequestEvent, 'locals' | 'url' | 'request'>;

/**
 * The claims of the person who asks; a visitor is sent to sign in and comes back here afterwards.
 * Pages under `(app)` are guarded already; this also tells the type checker so.
 */
export function requireClaims({ locals, url, request }: Guarded): JwtPayload {
	if (locals.claims) return locals.claims;

	// What was posted cannot be posted again, so the way back leads to the page itself.
	const back = request.method === 'GET' ? url : new URL(url.pathname, url);
	redirect(303, signInAddress(back));
}

const RECOVERY_METHODS = ['recovery', 'otp', 'magiclink'];

/**
 * Whether the session began with a link from a mail within the last hour: only such a session may
 * set a password without naming the one before.
 */
export function wasJustRecovered(claims: JwtPayload): boolean {
	return (claims.amr ?? []).some(
		(entry) =>
			typeof entry === 'object' &&
			RECOVERY_METHODS.includes(entry.method) &&
			entry.timestamp > Date.now() / 1000 - 3600
	);
}
