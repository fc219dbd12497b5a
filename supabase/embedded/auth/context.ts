import type { Config } from './config.ts';
import type { Pool } from './database.ts';
import type { Keys } from './keys.ts';
import type { Mailer } from './mailer.ts';
import type { RateLimits } from './rate-limits.ts';

/** What the server has, made once at its start. */
export type Services = {
	config: Config;
	pool: Pool;
	keys: Keys;
	mailer: Mailer;
	rateLimits: RateLimits;
};

/** What an endpoint is given: the services, and the request that it answers. */
export type Context = Services & {
	path: string;
	query: URLSearchParams;
	/** The parts of the path that the route names. */
	params: Record<string, string>;
	/** The body, which is read and parsed when it is asked for. */
	readJson: () => Promise<unknown>;
	/** Whether there is a body at all. */
	hasBody: boolean;
	bearerToken: string | null;
	clientAddress: string;
	userAgent: string;
	/** Where the client wants a link in a mail to lead; not yet checked. */
	requestedRedirect: string;
	referer: string;
};

export type Reply = {
	status: number;
	headers?: Record<string, string>;
	/** Sent as JSON; without it the answer has no body. */
	body?: unknown;
};

export type Endpoint = (context: Context) => Promise<Reply>;

export function ok(body: unknown, headers?: Record<string, string>): Reply {
	return { status: 200, body, ...(headers === undefined ? {} : { headers }) };
}
