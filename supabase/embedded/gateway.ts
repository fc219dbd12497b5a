/*
 * The one address of the stack. It does what Supabase's gateway does and no more: checks the API
 * key, gives a request without a person its role, answers browsers' preflights, and passes
 * everything else on as a stream. Every API request goes through here, so headers stay the flat
 * list that Node parsed, connections to the servers behind are kept, and no more than a short answer
 * is held back.
 */

import { createPrivateKey, sign, timingSafeEqual, type KeyObject } from 'node:crypto';
import {
	Agent,
	createServer,
	request as sendRequest,
	type IncomingMessage,
	type Server,
	type ServerResponse
} from 'node:http';
import { number, object, parse, record, string, unknown } from 'valibot';

export type GatewayOptions = {
	host: string;
	port: number;
	restPort: number;
	authPort: number;
	publishableKey: string;
	secretKey: string;
	/** The private JWK that signs the short-lived tokens of the two roles. */
	signingKey: Record<string, unknown>;
};

type ApiRole = 'anon' | 'service_role';

const ROLE_TOKEN_SECONDS = 600;
/** What one write of a loopback connection takes. */
const SHORT_ANSWER_BYTES = 64 * 1024;
const LARGEST_BODY_BYTES = 64 * 1024 * 1024;

/** Addresses that a browser opens from a mail or a verifier fetches: nobody has a key there. */
const OPEN_AUTH_PATHS = new Set([
	'/auth/v1/verify',
	'/auth/v1/callback',
	'/auth/v1/authorize',
	'/auth/v1/.well-known/jwks.json'
]);

/** Headers that concern one connection only, or that the gateway alone may set. */
const REQUEST_HEADERS_DROPPED = new Set([
	'connection',
	'keep-alive',
	'proxy-authenticate',
	'proxy-authorization',
	'proxy-connection',
	'te',
	'trailer',
	'upgrade',
	'expect',
	'host',
	'apikey',
	'authorization',
	'forwarded',
	'sb-forwarded-for',
	'x-forwarded-for',
	'x-forwarded-host',
	'x-forwarded-proto',
	'x-real-ip'
]);
const RESPONSE_HEADERS_DROPPED = new Set([
	'connection',
	'keep-alive',
	'proxy-authenticate',
	'trailer',
	'transfer-encoding',
	'upgrade',
	'access-control-allow-origin',
	'access-control-allow-credentials',
	'access-control-allow-headers',
	'access-control-allow-methods',
	'access-control-expose-headers',
	'access-control-max-age'
]);

const ALLOWED_METHODS = 'GET,HEAD,PUT,PATCH,POST,DELETE,OPTIONS';
const EXPOSED_HEADERS =
	'Content-Encoding, Content-Location, Content-Range, Content-Type, Date, Link, Location, Preference-Applied, Range-Unit, Server, Transfer-Encoding, X-Total-Count, X-Supabase-Api-Version';

export function createGateway(options: GatewayOptions): Server {
	const keys: [ApiRole, Buffer][] = [
		['anon', Buffer.from(options.publishableKey)],
		['service_role', Buffer.from(options.secretKey)]
	];
	const roleTokens = new RoleTokens(options.signingKey);
	// Idle connections are given up before the server behind gives them up, so that no request is
	// sent into a connection that is just closing.
	const agent = new Agent({
		keepAlive: true,
		maxSockets: 512,
		scheduling: 'lifo',
		timeout: 15_000
	});

	const server = createServer({ keepAliveTimeout: 65_000, noDelay: true }, (request, response) => {
		const url = request.url ?? '/';
		const queryStart = url.indexOf('?');
		const path = queryStart === -1 ? url : url.slice(0, queryStart);
		const query = queryStart === -1 ? '' : url.slice(queryStart);

		if (request.method === 'OPTIONS') {
			answerPreflight(request, response);
			return;
		}
		const upstream = chooseUpstream(path, options);
		if (upstream === undefined) {
			refuse(response, 404, 'no Route matched with those values');
			return;
		}
		if (Number(request.headers['content-length'] ?? 0) > LARGEST_BODY_BYTES) {
			refuse(response, 413, 'Request size limit exceeded');
			return;
		}

		const key = readApiKey(request, query);
		const role = key === undefined ? undefined : keys.find(([, known]) => isSame(known, key))?.[0];
		const refusal = OPEN_AUTH_PATHS.has(path) ? undefined : judgeKey(request, key, role);
		if (refusal !== undefined) {
			refuse(response, 401, refusal.message, refusal.hint);
			return;
		}
		forward(request, response, {
			agent,
			port: upstream.port,
			path: upstream.path + (query === '' ? '' : withoutApiKey(query)),
			role,
			authorization: chooseAuthorization(request, role, roleTokens)
		});
	});
	server.on('close', () => {
		agent.destroy();
	});
	return server;
}

function chooseUpstream(
	path: string,
	options: GatewayOptions
): { port: number; path: string } | undefined {
	if (path.startsWith('/rest/v1/')) return { port: options.restPort, path: path.slice(8) };
	if (path.startsWith('/auth/v1/')) return { port: options.authPort, path: path.slice(8) };
	if (path === '/rest/v1') return { port: options.restPort, path: '/' };
	return undefined;
}

function judgeKey(
	request: IncomingMessage,
	key: string | undefined,
	role: ApiRole | undefined
): { message: string; hint: string } | undefined {
	if (key === undefined) {
		return {
			message: 'No API key found in request',
			hint: 'No `apikey` request header or url param was found.'
		};
	}
	if (role === undefined) {
		return { message: 'Invalid API key', hint: 'Double check your Supabase API key.' };
	}
	if (role === 'service_role' && isBrowser(request)) {
		return {
			message: 'Forbidden use of secret API key in browser',
			hint: 'Secret API keys can only be used in a protected environment and should never be used in a browser. Delete this secret API key immediately.'
		};
	}
	return undefined;
}

function readApiKey(request: IncomingMessage, query: string): string | undefined {
	const header = request.headers.apikey;
	if (typeof header === 'string' && header !== '') return header;
	if (!query.includes('apikey=')) return undefined;
	return new URLSearchParams(query).get('apikey') ?? undefined;
}

// PostgREST would take the parameter for a filter on a column.
function withoutApiKey(query: string): string {
	if (!query.includes('apikey=')) return query;
	const kept = query
		.slice(1)
		.split('&')
		.filter((pair) => !pair.startsWith('apikey='));
	return kept.length === 0 ? '' : `?${kept.join('&')}`;
}

function isSame(known: Buffer, given: string): boolean {
	const bytes = Buffer.from(given);
	return bytes.length === known.length && timingSafeEqual(bytes, known);
}

function isBrowser(request: IncomingMessage): boolean {
	return /mozilla/i.test(request.headers['user-agent'] ?? '');
}

/*
 * A person's token passes as it is. Without one, also where a client sends its API key in that
 * place, the request gets the key's role.
 */
function chooseAuthorization(
	request: IncomingMessage,
	role: ApiRole | undefined,
	roleTokens: RoleTokens
): string | undefined {
	const given = request.headers.authorization;
	if (role === undefined) return given;
	if (given === undefined || /^bearer\s+sb_(publishable|secret)_/i.test(given)) {
		return `Bearer ${roleTokens.tokenFor(role)}`;
	}
	return given;
}

type Forwarding = {
	agent: Agent;
	port: number;
	path: string;
	role: ApiRole | undefined;
	authorization: string | undefined;
};

function forward(
	request: IncomingMessage,
	response: ServerResponse,
	{ agent, port, path, role, authorization }: Forwarding
): void {
	const headers = passRequestHeaders(request, role);
	if (authorization !== undefined) headers.push('authorization', authorization);
	headers.push('host', `127.0.0.1:${port}`);

	const upstream = sendRequest({
		agent,
		host: '127.0.0.1',
		port,
		path,
		method: request.method ?? 'GET',
		headers
	});
	upstream.on('response', (answer) => {
		answer.on('error', () => {
			response.destroy();
		});
		passAnswer(answer, response);
	});
	upstream.on('error', () => {
		if (response.headersSent) response.destroy();
		else refuse(response, 503, 'The service behind the gateway is not available');
	});
	// Whoever hangs up no longer waits for the answer.
	response.on('close', () => {
		if (!response.writableFinished) upstream.destroy();
	});

	const hasBody =
		request.headers['content-length'] !== undefined ||
		request.headers['transfer-encoding'] !== undefined;
	if (!hasBody) {
		upstream.end();
		return;
	}
	if (request.headers['transfer-encoding'] !== undefined) limitBody(request, response, upstream);
	request.pipe(upstream);
}

/**
 * A short answer goes out in one piece with its length: in two, or with the mark that ends one of
 * unknown length behind it, it would wake the client twice. A longer one goes on as it comes.
 */
function passAnswer(answer: IncomingMessage, response: ServerResponse): void {
	const status = answer.statusCode ?? 502;
	const message = answer.statusMessage ?? '';
	const headers = passResponseHeaders(answer);
	const pieces: Buffer[] = [];
	let bytes = 0;

	answer.on('data', keep).on('end', finish);

	function keep(piece: Buffer): void {
		pieces.push(piece);
		bytes += piece.length;
		if (bytes <= SHORT_ANSWER_BYTES) return;
		answer.off('data', keep).off('end', finish);
		response.writeHead(status, message, headers);
		response.write(Buffer.concat(pieces));
		answer.pipe(response);
	}
	function finish(): void {
		if (bytes > 0 && answer.headers['content-length'] === undefined) {
			headers.push('content-length', String(bytes));
		}
		response.writeHead(status, message, headers);
		response.end(Buffer.concat(pieces));
	}
}

// A length announced has been judged already; without one, only counting tells.
function limitBody(
	request: IncomingMessage,
	response: ServerResponse,
	upstream: { destroy: () => unknown }
): void {
	let bytes = 0;
	request.on('data', (chunk: Buffer) => {
		bytes += chunk.length;
		if (bytes > LARGEST_BODY_BYTES) {
			upstream.destroy();
			response.destroy();
		}
	});
}

function passRequestHeaders(request: IncomingMessage, role: ApiRole | undefined): string[] {
	const { rawHeaders } = request;
	const named = request.headers.connection;
	const connectionHeaders =
		named === undefined || named === 'keep-alive' || named === 'close'
			? undefined
			: new Set(named.toLowerCase().split(/\s*,\s*/));
	const passed: string[] = [];
	for (let index = 0; index < rawHeaders.length; index += 2) {
		const name = rawHeaders[index] ?? '';
		const lower = name.toLowerCase();
		const isDropped = REQUEST_HEADERS_DROPPED.has(lower) || connectionHeaders?.has(lower) === true;
		// The address of the person behind a server is believed only from who holds the secret key.
		const isTrusted = lower === 'sb-forwarded-for' && role === 'service_role';
		if (!isDropped || isTrusted) passed.push(name, rawHeaders[index + 1] ?? '');
	}
	passed.push('x-forwarded-for', (request.socket.remoteAddress ?? '').replace(/^::ffff:/, ''));
	if (request.headers.host !== undefined) passed.push('x-forwarded-host', request.headers.host);
	passed.push('x-forwarded-proto', 'http');
	return passed;
}

function passResponseHeaders(answer: IncomingMessage): string[] {
	const { rawHeaders } = answer;
	const passed: string[] = [];
	for (let index = 0; index < rawHeaders.length; index += 2) {
		const name = rawHeaders[index] ?? '';
		if (!RESPONSE_HEADERS_DROPPED.has(name.toLowerCase())) {
			passed.push(name, rawHeaders[index + 1] ?? '');
		}
	}
	passed.push('access-control-allow-origin', '*', 'access-control-expose-headers', EXPOSED_HEADERS);
	return passed;
}

function answerPreflight(request: IncomingMessage, response: ServerResponse): void {
	const wanted = request.headers['access-control-request-headers'];
	response.writeHead(204, {
		'access-control-allow-origin': '*',
		'access-control-allow-methods': ALLOWED_METHODS,
		'access-control-max-age': '3600',
		...(wanted !== undefined && { 'access-control-allow-headers': wanted }),
		vary: 'access-control-request-headers'
	});
	response.end();
}

function refuse(response: ServerResponse, status: number, message: string, hint?: string): void {
	const body = JSON.stringify({ message, ...(hint !== undefined && { hint }) });
	response.writeHead(status, {
		'content-type': 'application/json; charset=utf-8',
		'content-length': Buffer.byteLength(body),
		'access-control-allow-origin': '*',
		// What is left of the request's body is not read.
		...(status === 413 && { connection: 'close' })
	});
	response.end(body);
}

/** Tokens of the two roles, signed when needed and kept until they near their end. */
class RoleTokens {
	readonly #key: KeyObject;
	readonly #keyId: unknown;
	readonly #tokens = new Map<ApiRole, { token: string; renewAt: number }>();

	constructor(signingKey: Record<string, unknown>) {
		this.#key = createPrivateKey({ key: signingKey, format: 'jwk' });
		this.#keyId = signingKey.kid;
	}

	tokenFor(role: ApiRole): string {
		const now = Math.floor(Date.now() / 1000);
		const kept = this.#tokens.get(role);
		if (kept !== undefined && now < kept.renewAt) return kept.token;

		const header = encodePart({ alg: 'RS256', typ: 'JWT', kid: this.#keyId });
		const claims = encodePart({ role, iat: now, exp: now + ROLE_TOKEN_SECONDS });
		const signature = sign('sha256', Buffer.from(`${header}.${claims}`), this.#key);
		const token = `${header}.${claims}.${signature.toString('base64url')}`;
		this.#tokens.set(role, { token, renewAt: now + ROLE_TOKEN_SECONDS / 2 });
		return token;
	}
}

function encodePart(value: unknown): string {
	return Buffer.from(JSON.stringify(value)).toString('base64url');
}

const OptionsSchema = object({
	host: string(),
	port: number(),
	restPort: number(),
	authPort: number(),
	publishableKey: string(),
	secretKey: string(),
	signingKey: record(string(), unknown())
});

if (import.meta.main) {
	const options = parse(OptionsSchema, JSON.parse(process.env.YIXIANG_GATEWAY ?? '{}'));
	const gateway = createGateway(options);
	gateway.listen(options.port, options.host);
	process.on('SIGTERM', () => {
		gateway.close();
		gateway.closeIdleConnections();
		// An answer that takes longer than this has lost its server by then.
		setTimeout(() => {
			gateway.closeAllConnections();
		}, 3_000).unref();
	});
}
