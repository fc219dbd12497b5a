import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { readClientAddress } from './client-address.ts';
import type { Context, Reply, Services } from './context.ts';
import { API_VERSION_HEADER, AuthError, describeError, validationFailed } from './errors.ts';
import { logger } from './logger.ts';
import { Router } from './router.ts';
import { routes } from './routes.ts';

const MAX_BODY_BYTES = 1024 * 1024;

/** The HTTP server over `services`; it does not listen yet. */
export function createAuthServer(services: Services): Server {
	const router = new Router(routes);
	const server = createServer((request, response) => {
		void answer(services, router, request, response);
	});
	server.requestTimeout = 30_000;
	return server;
}

async function answer(
	services: Services,
	router: Router,
	request: IncomingMessage,
	response: ServerResponse
): Promise<void> {
	const startedAt = performance.now();
	// The base matters to the parser only: the path and the query are what is read.
	const url = new URL(request.url ?? '/', 'http://localhost');
	const reply = await reach(services, router, request, url);
	send(response, reply);

	logger.info(
		{
			method: request.method,
			path: url.pathname,
			status: reply.status,
			code: reply.headers?.['x-sb-error-code'],
			ms: Math.round(performance.now() - startedAt)
		},
		'request'
	);
}

async function reach(
	services: Services,
	router: Router,
	request: IncomingMessage,
	url: URL
): Promise<Reply> {
	try {
		if (/%00/.test(url.search)) throw validationFailed('The query must not contain NUL');
		const { endpoint, params } = router.match(request.method ?? 'GET', url.pathname);
		return await endpoint(toContext(services, request, url, params));
	} catch (error) {
		return toErrorReply(error, request);
	}
}

function toContext(
	services: Services,
	request: IncomingMessage,
	url: URL,
	params: Record<string, string>
): Context {
	function header(name: string): string {
		const value = request.headers[name];
		return Array.isArray(value) ? value.join(', ') : (value ?? '');
	}

	return {
		...services,
		path: url.pathname,
		query: url.searchParams,
		params,
		readJson: () => readJson(request),
		hasBody:
			request.headers['transfer-encoding'] !== undefined ||
			Number(request.headers['content-length'] ?? 0) > 0,
		bearerToken: /^bearer\s+(\S+)$/i.exec(header('authorization'))?.[1] ?? null,
		clientAddress: readClientAddress(request, services.config),
		userAgent: header('user-agent').slice(0, 1024),
		requestedRedirect: header('redirect_to') || (url.searchParams.get('redirect_to') ?? ''),
		referer: header('referer')
	};
}

async function readJson(request: IncomingMessage): Promise<unknown> {
	const chunks: Buffer[] = [];
	let size = 0;
	const body = request.iterator({ destroyOnReturn: false }) as AsyncIterableIterator<Buffer>;
	for await (const chunk of body) {
		size += chunk.length;
		if (size > MAX_BODY_BYTES) break;
		chunks.push(chunk);
	}
	if (size > MAX_BODY_BYTES) {
		// The rest is read and dropped, so that the client gets to reading the answer.
		request.resume();
		throw new AuthError(
			413,
			'request_entity_too_large',
			`Request body too large (max ${String(MAX_BODY_BYTES)} bytes)`
		);
	}

	try {
		const text = new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks));
		return JSON.parse(text) as unknown;
	} catch {
		throw new AuthError(400, 'bad_json', 'Could not parse request body as JSON');
	}
}

function toErrorReply(error: unknown, request: IncomingMessage): Reply {
	let refusal: AuthError;
	let errorId: string | undefined;

	if (error instanceof AuthError) {
		refusal = error;
	} else {
		errorId = randomUUID();
		logger.error({ err: error, errorId }, 'unexpected failure');
		refusal = new AuthError(
			500,
			'unexpected_failure',
			'Unexpected failure, please check server logs for more information'
		);
	}
	const version = request.headers[API_VERSION_HEADER];
	const { headers, body } = describeError(
		refusal,
		Array.isArray(version) ? version[0] : version,
		errorId
	);
	return { status: refusal.status, headers, body };
}

function send(response: ServerResponse, { status, headers = {}, body }: Reply): void {
	const payload = body === undefined ? undefined : JSON.stringify(body);
	response.writeHead(status, {
		'cache-control': 'no-store',
		'x-content-type-options': 'nosniff',
		...(payload === undefined
			? {}
			: {
					'content-type': 'application/json',
					'content-length': String(Buffer.byteLength(payload))
				}),
		...headers
	});
	response.end(payload);
}
