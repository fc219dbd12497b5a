import { randomBytes, randomUUID } from 'node:crypto';
import { isIP } from 'node:net';
import { recordAudit } from './audit.ts';
import type { Context } from './context.ts';
import { inTransaction, type Database } from './database.ts';
import { AuthError } from './errors.ts';
import { signAccessToken, type AuthenticationMethod } from './tokens.ts';
import { describeUser, getUserById, isBanned, updateUser, type User } from './users.ts';

export type Session = {
	id: string;
	user_id: string;
	created_at: Date;
	refreshed_at: Date | null;
	not_after: Date | null;
};

type RefreshToken = {
	id: string;
	token: string;
	session_id: string | null;
	revoked: boolean;
	parent: string;
	updated_at: Date;
};

/** What a client gets that has signed in or refreshed. */
export type SessionTokens = {
	access_token: string;
	token_type: 'bearer';
	expires_in: number;
	expires_at: number;
	refresh_token: string;
	user: Record<string, unknown>;
};

// `refreshed_at` has no zone in Supabase's schema and holds UTC.
const SELECT_SESSIONS = `
	select id, user_id, created_at, refreshed_at at time zone 'utc' as refreshed_at, not_after
	from auth.sessions`;

export async function findSession(db: Database, id: string): Promise<Session | null> {
	const { rows } = await db.query<Session>(`${SELECT_SESSIONS} where id = $1`, [id]);
	return rows[0] ?? null;
}

/** Signs `user` in on a new session. */
export async function startSession(
	db: Database,
	context: Context,
	user: User,
	method: string
): Promise<SessionTokens> {
	const sessionId = randomUUID();
	await db.query(
		`insert into auth.sessions (id, user_id, created_at, updated_at, aal, user_agent, ip)
		values ($1, $2, now(), now(), 'aal1', $3, $4)`,
		[sessionId, user.id, context.userAgent, toInet(context.clientAddress)]
	);
	await db.query(
		`insert into auth.mfa_amr_claims (id, session_id, created_at, updated_at, authentication_method)
		values ($1, $2, now(), now(), $3)`,
		[randomUUID(), sessionId, method]
	);
	const refreshToken = await insertRefreshToken(db, user.id, sessionId, null);
	const signedIn = await updateUser(db, user.id, { last_sign_in_at: new Date() });
	return toSessionTokens(db, context, signedIn, sessionId, refreshToken);
}

/**
 * Exchanges a refresh token for a new one and a new access token.
 *
 * Requests with the same token queue on the session's row. The first turns the token over; those
 * that waited find it turned over and get the token that came of it, so that two tabs, or a client
 * that lost an answer, stay signed in. A token from further back is in two hands: the session ends
 * for both, unless it was turned over within the reuse interval.
 */
export async function refreshSession(context: Context, token: string): Promise<SessionTokens> {
	const { config, pool } = context;

	// The refusal of a reused token has to commit what it revokes, so it is not thrown inside.
	const outcome = await inTransaction(pool, async (db) => {
		const { user, session, refreshToken } = await lockSessionByToken(db, token);
		if (isBanned(user)) {
			throw new AuthError(400, 'user_banned', 'Invalid Refresh Token: User Banned');
		}
		requireLiveSession(context, session);

		let next: string;
		if (!refreshToken.revoked) {
			await db.query(
				'update auth.refresh_tokens set revoked = true, updated_at = now() where id = $1',
				[refreshToken.id]
			);
			await recordAudit(db, context, user, 'token_revoked');
			next = await insertRefreshToken(db, user.id, session.id, refreshToken.token);
		} else {
			const active = await findActiveRefreshToken(db, session.id);
			const reuseUntil =
				refreshToken.updated_at.getTime() + config.security.refreshTokenReuseIntervalSeconds * 1000;
			const mayReuse = active?.parent === refreshToken.token || Date.now() <= reuseUntil;

			if (active === null || !mayReuse) {
				if (config.security.refreshTokenRotation) {
					await recordAudit(db, context, user, 'token_revoked', { reason: 'reuse' });
					await db.query('delete from auth.sessions where id = $1', [session.id]);
				}
				return null;
			}
			next = active.token;
		}

		await db.query(
			`update auth.sessions
			set refreshed_at = now() at time zone 'utc', updated_at = now(), user_agent = $2, ip = $3
			where id = $1`,
			[session.id, context.userAgent, toInet(context.clientAddress)]
		);
		await recordAudit(db, context, user, 'token_refreshed');
		return toSessionTokens(db, context, user, session.id, next);
	});

	if (outcome === null) {
		throw new AuthError(400, 'refresh_token_already_used', 'Invalid Refresh Token: Already Used');
	}
	return outcome;
}

async function lockSessionByToken(
	db: Database,
	token: string
): Promise<{ user: User; session: Session; refreshToken: RefreshToken }> {
	const refreshToken = await findRefreshToken(db, token);
	if (refreshToken === null) {
		throw new AuthError(
			400,
			'refresh_token_not_found',
			'Invalid Refresh Token: Refresh Token Not Found'
		);
	}
	const { rows } = await db.query<Session>(`${SELECT_SESSIONS} where id = $1 for update`, [
		refreshToken.session_id
	]);
	const session = rows[0];
	// Read again: whoever held the lock may have turned the token over or ended the session.
	const current = await findRefreshToken(db, token);
	if (session === undefined || current === null) {
		throw new AuthError(400, 'session_not_found', 'Invalid Refresh Token: No Valid Session Found');
	}
	return { user: await getUserById(db, session.user_id), session, refreshToken: current };
}

async function findRefreshToken(db: Database, token: string): Promise<RefreshToken | null> {
	const { rows } = await db.query<RefreshToken>(
		`select id, token, session_id, coalesce(revoked, false) as revoked,
			coalesce(parent, '') as parent, updated_at
		from auth.refresh_tokens
		where token = $1`,
		[token]
	);
	return rows[0] ?? null;
}

async function findActiveRefreshToken(
	db: Database,
	sessionId: string
): Promise<RefreshToken | null> {
	const { rows } = await db.query<RefreshToken>(
		`select id, token, session_id, revoked, coalesce(parent, '') as parent, updated_at
		from auth.refresh_tokens
		where session_id = $1 and revoked = false
		order by id desc
		limit 1`,
		[sessionId]
	);
	return rows[0] ?? null;
}

async function insertRefreshToken(
	db: Database,
	userId: string,
	sessionId: string,
	parent: string | null
): Promise<string> {
	const token = generateRefreshToken();
	await db.query(
		`insert into auth.refresh_tokens (
			instance_id, token, user_id, session_id, parent, revoked, created_at, updated_at
		)
		values ('00000000-0000-0000-0000-000000000000', $1, $2, $3, $4, false, now(), now())`,
		[token, userId, sessionId, parent]
	);
	return token;
}

const BASE32 = 'abcdefghijklmnopqrstuvwxyz234567';

/** Twelve characters of base32, 60 random bits: the form that Supabase's own server looks up. */
function generateRefreshToken(): string {
	return Array.from(randomBytes(12), (byte) => BASE32.charAt(byte % 32)).join('');
}

/** @throws {AuthError} where the session has outlived what the configuration allows. */
export function requireLiveSession({ config }: Context, session: Session): void {
	const { timeboxSeconds, inactivitySeconds } = config.sessions;
	const now = Date.now();
	const lastUsed = session.refreshed_at ?? session.created_at;

	if (session.not_after !== null && now > session.not_after.getTime()) throw sessionExpired('');
	if (timeboxSeconds && now > session.created_at.getTime() + timeboxSeconds * 1000) {
		throw sessionExpired('');
	}
	if (inactivitySeconds && now > lastUsed.getTime() + inactivitySeconds * 1000) {
		throw sessionExpired(' (Inactivity)');
	}
}

function sessionExpired(reason: string): AuthError {
	return new AuthError(400, 'session_expired', `Invalid Refresh Token: Session Expired${reason}`);
}

async function toSessionTokens(
	db: Database,
	{ config, keys }: Context,
	user: User,
	sessionId: string,
	refreshToken: string
): Promise<SessionTokens> {
	const { rows: methods } = await db.query<AuthenticationMethod>(
		`select authentication_method as method,
			floor(extract(epoch from updated_at))::integer as timestamp
		from auth.mfa_amr_claims
		where session_id = $1
		order by updated_at desc`,
		[sessionId]
	);
	const access = await signAccessToken(config, keys, user, { id: sessionId, methods });
	return {
		access_token: access.token,
		token_type: 'bearer',
		expires_in: access.expiresIn,
		expires_at: access.expiresAt,
		refresh_token: refreshToken,
		user: describeUser(user)
	};
}

export type SignOutScope = 'global' | 'local' | 'others';

/** Ends sessions; their refresh tokens go with them. */
export async function endSessions(
	db: Database,
	userId: string,
	scope: SignOutScope,
	sessionId: string | null
): Promise<void> {
	if (scope === 'global' || sessionId === null) {
		await db.query('delete from auth.sessions where user_id = $1', [userId]);
	} else if (scope === 'local') {
		await db.query('delete from auth.sessions where id = $1', [sessionId]);
	} else {
		await db.query('delete from auth.sessions where user_id = $1 and id <> $2', [
			userId,
			sessionId
		]);
	}
}

function toInet(address: string): string | null {
	return isIP(address) === 0 ? null : address;
}
