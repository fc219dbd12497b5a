/**
 * Errors of the API as RFC 9457 problem documents. A handler throws a {@link Problem}; what it did
 * not foresee becomes a 500 with the id under which the log has it.
 */
import type { Handle, RequestEvent, RequestHandler } from '@sveltejs/kit';
import type { Equivalent, Refusal, Slot } from '#lib/server/database-error.ts';
import { logger } from '#lib/server/logger.ts';
import type { TokenRefusal } from '#lib/server/supabase.ts';
import * as m from '#lib/paraglide/messages.js';
import { refusalText } from './refusal-text.ts';

/** A violated rule, or a field that is not what it should be. */
export type ApiViolation = {
	rule: string;
	message: string;
	limit: string | number | null;
	actual: string | number | null;
	/** Who may lift the rule for a booking. */
	lifted_by?: 'lab' | null | undefined;
	field?: string;
};

type ProblemDetails = {
	status: number;
	/** Stable, for programs; the last part of the document's `type`. */
	key: string;
	/** For people, in the language of the request. */
	title: string;
	violations?: ApiViolation[];
	alternatives?: Slot[];
	equivalents?: Equivalent[];
	/** What the refusal is about, where it is one thing: an instant, a status. */
	detail?: string;
	headers?: Record<string, string>;
};

export class Problem extends Error {
	readonly details: ProblemDetails;

	constructor(details: ProblemDetails) {
		super(details.key);
		this.details = details;
	}
}

/** A refusal of the database as a problem, its rules explained in the language of the request. */
export function problemOfRefusal(refusal: Refusal): Problem {
	const { title, violations } = refusalText(refusal);
	return new Problem({
		status: refusal.status,
		key: refusal.key,
		title,
		...(refusal.detail !== null && { detail: refusal.detail }),
		...(violations.length > 0 && {
			violations,
			alternatives: refusal.alternatives,
			equivalents: refusal.equivalents
		}),
		// Whoever asks too often is told in seconds when to come again.
		...(refusal.status === 429 &&
			refusal.detail !== null && { headers: { 'Retry-After': refusal.detail } })
	});
}

export function notFound(): Problem {
	return new Problem({ status: 404, key: 'not_found', title: m.api_not_found() });
}

/** Wraps a handler of the API, so that every way it can end is JSON with the right status. */
export function api(
	handler: (event: RequestEvent) => Response | Promise<Response>
): RequestHandler {
	return async (event) => {
		try {
			if (event.locals.authError !== null) throw tokenRefused(event.locals.authError);
			return await handler(event);
		} catch (thrown) {
			if (thrown instanceof Problem) return problemResponse(thrown.details, event.url.pathname);

			if (isTimeout(thrown)) {
				logger.warn({ err: thrown, route: event.route.id }, 'the database took too long');
				return problemResponse(
					{
						status: 503,
						key: 'took_too_long',
						title: m.api_took_too_long(),
						headers: { 'Retry-After': '10' }
					},
					event.url.pathname
				);
			}
			logger.error({ err: thrown, route: event.route.id }, 'unexpected error');
			return problemResponse(
				{ status: 500, key: 'unexpected', title: m.api_unexpected() },
				event.url.pathname,
				event.locals.requestId
			);
		}
	};
}

/**
 * The database gave a statement up after the time that its role has, or waited too long for a lock;
 * PostgREST waited too long for a connection to it.
 */
const TIMEOUTS: readonly unknown[] = ['57014', '55P03', 'PGRST003'];

function isTimeout(thrown: unknown): boolean {
	return (
		typeof thrown === 'object' &&
		thrown !== null &&
		'code' in thrown &&
		TIMEOUTS.includes(thrown.code)
	);
}

/** SvelteKit itself answers a method that an address of the API does not have, in plain text. */
export const wrongMethods: Handle = async ({ event, resolve }) => {
	const response = await resolve(event);
	if (response.status !== 405 || !event.url.pathname.startsWith('/api/')) return response;
	return problemResponse(
		{
			status: 405,
			key: 'method_not_allowed',
			title: m.api_method_not_allowed(),
			headers: { Allow: response.headers.get('Allow') ?? '' }
		},
		event.url.pathname
	);
};

const REFUSED_TOKENS: Record<TokenRefusal, () => string> = {
	expired: m.api_token_expired,
	invalid: m.api_token_invalid,
	revoked: m.api_token_revoked
};

function tokenRefused(reason: TokenRefusal): Problem {
	return new Problem({
		status: 401,
		key: `token_${reason}`,
		title: REFUSED_TOKENS[reason](),
		headers: { 'WWW-Authenticate': 'Bearer error="invalid_token"' }
	});
}

/** A problem as an answer. */
export function problemResponse(details: ProblemDetails, instance: string, id?: string): Response {
	const { status, key, title, headers, ...reasons } = details;
	const body = { type: `/api/v1/problems/${key}`, title, status, instance, ...reasons, id };
	return new Response(JSON.stringify(body), {
		status,
		headers: { 'Content-Type': 'application/problem+json', ...headers }
	});
}
