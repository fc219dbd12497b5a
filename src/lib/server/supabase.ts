import { createServerClient } from '@supabase/ssr';
import {
	createClient,
	isAuthRetryableFetchError,
	type JwtPayload,
	type SupabaseClient
} from '@supabase/supabase-js';
import type { RequestEvent } from '@sveltejs/kit';
import * as v from 'valibot';
import type { Database } from '#lib/database.types.ts';
import { straightToDataApi } from './data-api.ts';
import { env } from './env.ts';
import { leanFetch } from './lean-fetch.ts';
import { currentRequestHeaders } from './request-headers.ts';

type Client = SupabaseClient<Database>;

/**
 * The database as a route sees it. Without the client's Auth part: a client may be shared by many
 * requests, and whoever signed in through it would do so for all of them.
 */
export type Db = Pick<Client, 'from' | 'rpc'>;

/** What a function gives of a row, of which the generated types do not know what may be null. */
export type WithNull<Row, Column extends keyof Row> = Omit<Row, Column> & {
	[Key in Column]: Row[Key] | null;
};

/** Says with each call which request it belongs to, which the database keeps with what it does. */
const tracedFetch: typeof fetch = (input, init) => {
	const headers = new Headers(init?.headers);
	for (const [name, value] of Object.entries(currentRequestHeaders())) {
		if (!headers.has(name)) headers.set(name, value);
	}
	if (input instanceof Request) return leanFetch(input, { ...init, headers });
	return leanFetch(straightToDataApi(String(input), headers), { ...init, headers });
};

/** Headers that a response must carry because it sets session cookies; see `session.ts`. */
const sessionHeaders = new WeakMap<RequestEvent, Record<string, string>>();

export function takeSessionHeaders(event: RequestEvent): Record<string, string> {
	return sessionHeaders.get(event) ?? {};
}

/** Whether the request brings a session, good or not. Most visitors and all probes bring none. */
export function hasSessionCookie({ cookies }: RequestEvent): boolean {
	return cookies.getAll().some(({ name }) => /^sb-.+-auth-token(\.\d+)?$/.test(name));
}

/** A client that acts as the person whose session is in the request's cookies. */
export function createSessionClient(event: RequestEvent): Client {
	const { PUBLIC_SUPABASE_URL, PUBLIC_SUPABASE_PUBLISHABLE_KEY } = env();

	return createServerClient<Database>(PUBLIC_SUPABASE_URL, PUBLIC_SUPABASE_PUBLISHABLE_KEY, {
		cookies: cookieMethods(event),
		global: { fetch: tracedFetch }
	});
}

/** A session has an hour; what is long under way begins with at least half of that. */
const LASTING_SECONDS = 30 * 60;

/**
 * The person's client for what goes on after the response has begun. A session that is renewed then
 * can't tell the browser so, which would be signed out; so it is renewed now where little of it is
 * left, and the token kept as it is.
 */
export async function createLastingClient(event: RequestEvent): Promise<Db> {
	if (/^Bearer /i.test(event.request.headers.get('authorization') ?? '')) {
		return event.locals.supabase;
	}
	const { auth } = createSessionClient(event);
	let { session } = (await auth.getSession()).data;
	if ((session?.expires_at ?? 0) - Date.now() / 1000 < LASTING_SECONDS) {
		({ session } = (await auth.refreshSession()).data);
	}
	const opened = session && (await openTokenSession(session.access_token));
	return opened?.claims ? opened.supabase : event.locals.supabase;
}

/**
 * The Auth calls of a request, with the session in its cookies. They come from this server, so they
 * name the visitor's address: without it, all visitors would share one rate limit. Supabase
 * believes the header only beside a secret key. That key must not reach any other call, which is
 * why this hands out the Auth part alone.
 */
export function createAuthClient(event: RequestEvent): Client['auth'] {
	const { PUBLIC_SUPABASE_URL, PUBLIC_SUPABASE_PUBLISHABLE_KEY, SUPABASE_SECRET_KEY } = env();

	return createServerClient<Database>(
		PUBLIC_SUPABASE_URL,
		SUPABASE_SECRET_KEY ?? PUBLIC_SUPABASE_PUBLISHABLE_KEY,
		{
			cookies: cookieMethods(event),
			...(SUPABASE_SECRET_KEY !== undefined && {
				global: { headers: { 'Sb-Forwarded-For': event.getClientAddress() } }
			})
		}
	).auth;
}

/** How a session is kept: in cookies that no script can read, and without a copy of the profile. */
function cookieMethods(event: RequestEvent) {
	return {
		encode: 'tokens-only' as const,
		getAll: () => event.cookies.getAll(),
		setAll(
			written: { name: string; value: string; options: object }[],
			headers: Record<string, string>
		) {
			for (const { name, value, options } of written) {
				event.cookies.set(name, value, {
					...options,
					path: '/',
					httpOnly: true,
					sameSite: 'lax',
					secure: event.url.protocol === 'https:'
				});
			}
			sessionHeaders.set(event, { ...sessionHeaders.get(event), ...headers });
		}
	};
}

/** Why a token in the Authorization header is no good. */
export type TokenRefusal = 'expired' | 'invalid' | 'revoked';

/** What a token in the Authorization header turned out to be. */
export type TokenSession =
	{ claims: JwtPayload; supabase: Db } | { claims: null; reason: TokenRefusal };

/**
 * Making a client and checking a signature take 0.3 ms together, more than the rest of the app's
 * work for a booking by the API. Both depend on the token alone, so they are kept for as long as
 * it is valid. Bounded, least recently used first out.
 */
const MAX_TOKENS = 500;
const verifiedTokens = new Map<string, { claims: JwtPayload; supabase: Db }>();

/** Verifies a token of either kind and gives the client that acts as its bearer. */
export async function openTokenSession(token: string): Promise<TokenSession> {
	const known = verifiedTokens.get(token);
	verifiedTokens.delete(token);
	if (known && !isExpired(known.claims)) {
		verifiedTokens.set(token, known);
		return known;
	}
	if (token.startsWith(ACCESS_TOKEN_PREFIX)) return openAccessToken(token);
	if (known) return { claims: null, reason: 'expired' };

	const { data, error } = await getVerifier().getClaims(token, { allowExpired: true });
	// The key set could not be fetched, which is no fault of the token's: this is an outage, not a 401.
	if (isAuthRetryableFetchError(error)) throw error;
	// Only people act through the app; a token for another role is none of theirs.
	if (!data || data.claims.role !== 'authenticated') return { claims: null, reason: 'invalid' };
	if (isExpired(data.claims)) return { claims: null, reason: 'expired' };

	const { PUBLIC_SUPABASE_URL, PUBLIC_SUPABASE_PUBLISHABLE_KEY } = env();
	const session = {
		claims: data.claims,
		supabase: createClient<Database>(PUBLIC_SUPABASE_URL, PUBLIC_SUPABASE_PUBLISHABLE_KEY, {
			accessToken: () => Promise.resolve(token),
			global: { fetch: tracedFetch }
		})
	};
	return keep(token, session);
}

const ACCESS_TOKEN_PREFIX = 'yx_';

/**
 * How long this server takes it for granted that a token of our own is good. The database judges it
 * with every call all the same, so that one that was revoked does nothing in the meantime.
 */
const ACCESS_TOKEN_SECONDS = 60;

const REFUSED_TOKENS: Record<string, TokenRefusal> = {
	token_expired: 'expired',
	token_revoked: 'revoked',
	token_invalid: 'invalid'
};

const accessTokenClaims = v.looseObject({ sub: v.string(), role: v.string() });

/**
 * A token that was made here, personal or of an instrument's agent. It travels in a header of its
 * own, which the database turns into claims (`private.use_access_token`).
 */
async function openAccessToken(token: string): Promise<TokenSession> {
	const { PUBLIC_SUPABASE_URL, PUBLIC_SUPABASE_PUBLISHABLE_KEY } = env();
	const supabase = createClient<Database>(PUBLIC_SUPABASE_URL, PUBLIC_SUPABASE_PUBLISHABLE_KEY, {
		auth: { persistSession: false, autoRefreshToken: false, detectSessionInUrl: false },
		global: { fetch: tracedFetch, headers: { 'X-Api-Token': token } }
	});
	const { data, error } = await supabase.rpc('current_access_token');
	if (error) {
		const reason = REFUSED_TOKENS[error.message];
		// Anything else is no judgement of the token: the database did not answer.
		if (reason === undefined) throw error;
		return { claims: null, reason };
	}
	const now = Math.floor(Date.now() / 1000);
	const claims: JwtPayload = {
		...v.parse(accessTokenClaims, data),
		iss: 'yixiang',
		aud: 'authenticated',
		aal: 'aal1',
		session_id: '',
		iat: now,
		exp: now + ACCESS_TOKEN_SECONDS
	};
	return keep(token, { claims, supabase });
}

function keep<Session extends { claims: JwtPayload; supabase: Db }>(
	token: string,
	session: Session
): Session {
	verifiedTokens.set(token, session);
	if (verifiedTokens.size > MAX_TOKENS) {
		const [oldest] = verifiedTokens.keys();
		if (oldest !== undefined) verifiedTokens.delete(oldest);
	}
	return session;
}

let shared: Client | undefined;

/** A client without a session: reads what is public. Keeps nothing, so all requests share it. */
export function getAnonymousClient(): Db {
	return getSharedClient();
}

function getSharedClient(): Client {
	const { PUBLIC_SUPABASE_URL, PUBLIC_SUPABASE_PUBLISHABLE_KEY } = env();

	return (shared ??= createClient<Database>(PUBLIC_SUPABASE_URL, PUBLIC_SUPABASE_PUBLISHABLE_KEY, {
		auth: { persistSession: false, autoRefreshToken: false, detectSessionInUrl: false },
		global: { fetch: tracedFetch }
	}));
}

/** Checks signatures here, by the key set that auth-js fetches once per process. */
function getVerifier(): Client['auth'] {
	return getSharedClient().auth;
}

function isExpired(claims: JwtPayload): boolean {
	return claims.exp * 1000 <= Date.now();
}
