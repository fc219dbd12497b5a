/**
 * Tells the database what visitors looked at and took. The server says so itself, with the secret key
 * and aside of any request: whoever could say it for themselves could write a platform's figures
 * (docs/decisions/0017-the-server-says-what-was-used.md).
 */
import { isIP } from 'node:net';
import { createClient } from '@supabase/supabase-js';
import type { RequestEvent } from '@sveltejs/kit';
import type { Database } from '#lib/database.types.ts';
import { env } from '#lib/server/env.ts';
import { leanFetch } from '#lib/server/lean-fetch.ts';
import { logger } from '#lib/server/logger.ts';
import { classifyAgent, type UsedKind } from './agent-class.ts';
import { UsageBuffer, type ObservedUse, type Sent } from './usage-buffer.ts';

type Asked = Pick<RequestEvent, 'request' | 'locals' | 'getClientAddress'>;

type Use = {
	kind: UsedKind;
	id: string;
	action: 'investigation' | 'request';
	/** What is answered. No page is a 304: each has another nonce, and so another ETag. */
	status: 200 | 302;
};

type Denial = Pick<Use, 'kind' | 'id'> & { reason: 'no_license' | 'limit_exceeded' };

const MAX_AGENT = 500;

let buffer: UsageBuffer | null | undefined;

/**
 * Counts what is being answered, unless a robot asks or nobody looks: a HEAD, a form that is sent, a
 * page that a browser fetches in case it is wanted. A lab's own looks are left out by the database.
 */
export function recordUse(asked: Asked, use: Use): void {
	if (asked.request.method !== 'GET') return;
	observe(asked, use.kind, {
		resource_kind: use.kind,
		resource_id: use.id,
		action: use.action,
		status: use.status
	});
}

/** Counts what somebody would have taken and may not, which says what is wanted. */
export function recordDenial(asked: Asked, { kind, id, reason }: Denial): void {
	observe(asked, kind, { resource_kind: kind, resource_id: id, action: reason, status: 403 });
}

/** Counts a search of the catalogue that a person made, by the filter for literature. */
export function recordSearch(asked: Asked, terms: string): void {
	if (asked.request.method !== 'GET') return;
	observe(asked, 'literature', {
		resource_kind: null,
		resource_id: null,
		action: 'search',
		status: 200,
		terms
	});
}

function observe(
	{ request, locals, getClientAddress }: Asked,
	filter: UsedKind,
	what: Pick<ObservedUse, 'resource_kind' | 'resource_id' | 'action' | 'status' | 'terms'>
): void {
	if (isPrefetch(request.headers)) return;

	const agent = (request.headers.get('user-agent') ?? '').slice(0, MAX_AGENT);
	const { claims } = locals;
	const agentClass = classifyAgent(filter, agent, claims !== null && 'token_id' in claims);
	if (!agentClass) return;

	const address = getClientAddress();
	getBuffer()?.add({
		at: new Date().toISOString(),
		...what,
		...agentClass,
		agent,
		address: isIP(address) === 0 ? null : address,
		person_id: claims?.sub ?? null
	});
}

/** Browsers say so in Sec-Purpose; older ones in names of their own. */
function isPrefetch(headers: Headers): boolean {
	return ['sec-purpose', 'purpose', 'x-purpose', 'x-moz'].some((name) =>
		/prefetch|prerender|preview/i.test(headers.get(name) ?? '')
	);
}

function getBuffer(): UsageBuffer | null {
	if (buffer !== undefined) return buffer;

	const { PUBLIC_SUPABASE_URL, SUPABASE_SECRET_KEY } = env();
	if (SUPABASE_SECRET_KEY === undefined) {
		logger.warn(
			'SUPABASE_SECRET_KEY is not set: the use of datasets and literature is not counted'
		);
		return (buffer = null);
	}
	const client = createClient<Database>(PUBLIC_SUPABASE_URL, SUPABASE_SECRET_KEY, {
		auth: { persistSession: false, autoRefreshToken: false, detectSessionInUrl: false },
		global: { fetch: leanFetch }
	});
	const made = new UsageBuffer({
		async send(uses): Promise<Sent> {
			const { error } = await client.rpc('record_usage', { events: uses });
			if (!error) return 'kept';
			logger.error({ err: error, uses: uses.length }, 'use could not be recorded');
			// An answer that never came has no code.
			return error.code ? 'refused' : 'unanswered';
		}
	});
	// Our own server waits for what is handed to it (scripts/serve.ts).
	(process as NodeJS.EventEmitter).once(
		'sveltekit:shutdown',
		(_signal: unknown, waitFor?: (work: Promise<void>) => void) => {
			waitFor?.(made.flush());
		}
	);
	return (buffer = made);
}
