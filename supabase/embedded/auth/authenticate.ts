import { administrator, type Actor } from './audit.ts';
import type { Context } from './context.ts';
import { AuthError } from './errors.ts';
import { isUuid } from './input.ts';
import { findSession, requireLiveSession, type Session } from './sessions.ts';
import { verifyAccessToken, type Claims } from './tokens.ts';
import { findUserById, isBanned, type User } from './users.ts';

/**
 * The person that a request acts as, from its access token. The session has to be there still:
 * signing out takes effect here at once, although the token itself lives on.
 */
export async function requireUser(
	context: Context
): Promise<{ user: User; session: Session | null }> {
	return loadPerson(context, await readClaims(context));
}

/** The administrator whose key or token a request carries. */
export async function requireAdministrator(context: Context): Promise<Actor> {
	const claims = await readClaims(context);
	if (claims.session_id !== '') {
		const { session } = await loadPerson(context, claims);
		if (session !== null) requireLiveSession(context, session);
	}
	if (!context.config.jwt.adminRoles.includes(claims.role)) {
		throw new AuthError(403, 'not_admin', 'User not allowed');
	}
	return administrator(claims.role);
}

async function readClaims({ keys, bearerToken }: Context): Promise<Claims> {
	if (bearerToken === null) {
		throw new AuthError(401, 'no_authorization', 'This endpoint requires a valid Bearer token');
	}
	return verifyAccessToken(keys, bearerToken);
}

async function loadPerson(
	{ pool }: Context,
	claims: Claims
): Promise<{ user: User; session: Session | null }> {
	if (claims.sub === '') {
		throw new AuthError(403, 'bad_jwt', 'invalid claim: missing sub claim');
	}
	if (!isUuid(claims.sub)) {
		throw new AuthError(400, 'bad_jwt', 'invalid claim: sub claim must be a UUID');
	}
	const user = await findUserById(pool, claims.sub);
	if (user === null) {
		throw new AuthError(403, 'user_not_found', 'User from sub claim in JWT does not exist');
	}

	const session = await loadSession(pool, claims.session_id);
	if (isBanned(user)) throw new AuthError(403, 'user_banned', 'User is banned');
	return { user, session };
}

async function loadSession(pool: Context['pool'], id: string): Promise<Session | null> {
	if (id === '') return null;
	if (!isUuid(id)) {
		throw new AuthError(403, 'bad_jwt', 'invalid claim: session_id claim must be a UUID');
	}
	const session = await findSession(pool, id);
	if (session === null) {
		throw new AuthError(
			403,
			'session_not_found',
			'Session from session_id claim in JWT does not exist'
		);
	}
	return session;
}
