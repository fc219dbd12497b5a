/*
 * The application's server around SvelteKit's handler: `node scripts/serve.ts` after a build, with
 * the variables of a Supabase project in the environment. Several may run beside one another.
 */

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import compression from 'compression';

const HOST = process.env.HOST || '127.0.0.1';
const PORT = Number(process.env.PORT || 3000);
/** As SvelteKit reads it out of an address. */
const ORIGIN = process.env.ORIGIN ? new URL(process.env.ORIGIN).origin : undefined;
/** Longer than the minute that proxies keep idle connections, so that they close first. */
const KEEP_ALIVE_MS = 65_000;
/** What a request may take to finish once the server is to stop. */
const SHUTDOWN_MS = 8_000;

/** Where harvesters ask, who may do so by a form and know of no origin. */
const HARVEST_PATH = '/oai';
/** Where the links in Auth's mails lead when the Supabase API itself is not reachable from outside. */
const MAIL_LINK_PATH = '/auth/v1/verify?';

// The handler reads its settings when it is loaded. The most that any route takes: a file of a
// booking with the form around it. All others take far less (src/lib/server/hooks/body-limit.ts).
process.env.BODY_SIZE_LIMIT ??= '26M';
process.env.PROTOCOL_HEADER ??= 'x-forwarded-proto';

type Handler = (request: IncomingMessage, response: ServerResponse) => void;
type Middleware = (request: IncomingMessage, response: ServerResponse, next: () => void) => void;

const handlerFile = join(import.meta.dirname, '..', 'build', 'handler.js');
const { handler } = (await import(pathToFileURL(handlerFile).href)) as { handler: Handler };

/*
 * What the handler writes is sent compressed, except what nobody may keep: such an answer can hold a
 * secret, which its size would give away to somebody who can put words of theirs beside it. Live
 * streams are among these answers, and would be held back.
 */
const compress = compression({
	filter: (request, response) =>
		!String(response.getHeader('cache-control')).includes('no-store') &&
		compression.filter(request, response)
}) as unknown as Middleware;

let isStopping = false;

const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS }, (request, response) => {
	request.headers['x-forwarded-proto'] = protocolOf(request);
	if (isStopping) response.setHeader('connection', 'close');
	if (request.url === HARVEST_PATH) request.headers.origin = ownOrigin(request);
	if (request.method === 'GET' && request.url?.startsWith(MAIL_LINK_PATH) === true) {
		void followMailLink(request, response);
	} else {
		compress(request, response, () => {
			handler(request, response);
		});
	}
});
server.on('request', (request: IncomingMessage, response: ServerResponse) => {
	response.once('finish', () => {
		readToEnd(request);
	});
	// A connection that was busy when the stop was asked for is closed once its answer is out.
	response.once('close', () => {
		if (isStopping) server.closeIdleConnections();
	});
});
server.once('error', (error) => {
	console.error(error.message);
	process.exitCode = 1;
});
server.listen(PORT, HOST);
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stop(signal));

/*
 * Without ORIGIN, the address of a form is judged by the Host header, and by the protocol the
 * browser used: what a TLS proxy says, or, where it says nothing, what the browser itself names as
 * its origin on this very host.
 */
function protocolOf(request: IncomingMessage): 'http' | 'https' {
	const { host, origin, 'x-forwarded-proto': forwarded } = request.headers;
	return forwarded === 'https' || origin === `https://${host ?? ''}` ? 'https' : 'http';
}

/*
 * SvelteKit takes a form from its own origin alone, lest another site send one in a person's name. Where
 * all that can be asked for is everybody's, there is no name to abuse.
 */
function ownOrigin(request: IncomingMessage): string {
	const { host = '', 'x-forwarded-proto': protocol } = request.headers;
	return ORIGIN ?? `${String(protocol)}://${host}`;
}

/*
 * SvelteKit pauses a body that nobody reads, say of a request that is refused for its size. What is
 * left of it would stand before the next request on the connection, which then waits for ever.
 */
function readToEnd(request: IncomingMessage): void {
	if (request.complete) return;
	request.removeAllListeners('data');
	request.resume();
}

/** Passes a mail's link on to Auth, which answers with a redirect back to the application. */
async function followMailLink(request: IncomingMessage, response: ServerResponse): Promise<void> {
	const { PUBLIC_SUPABASE_URL, SUPABASE_SECRET_KEY } = process.env;
	const address = request.socket.remoteAddress;
	try {
		const answer = await fetch(`${PUBLIC_SUPABASE_URL ?? ''}${request.url ?? ''}`, {
			redirect: 'manual',
			// With the secret key, Auth counts attempts by the reader's address and not by this server's.
			...(SUPABASE_SECRET_KEY !== undefined &&
				address !== undefined && {
					headers: { apikey: SUPABASE_SECRET_KEY, 'sb-forwarded-for': address }
				})
		});
		await answer.body?.cancel();
		const location = answer.headers.get('location');
		if (location === null) response.writeHead(404).end();
		else response.writeHead(303, { location, 'cache-control': 'no-store' }).end();
	} catch {
		response.writeHead(503, { 'retry-after': '5' }).end();
	}
}

function stop(signal: NodeJS.Signals): void {
	if (isStopping) return;
	isStopping = true;
	// What the application holds open ends by this, as it does under the adapter's own server. What it
	// has yet to write it hands over, and is waited for.
	const unwritten: Promise<unknown>[] = [];
	(process as NodeJS.EventEmitter).emit('sveltekit:shutdown', signal, (work: Promise<unknown>) => {
		unwritten.push(work);
	});
	server.close(() => {
		void Promise.race([Promise.allSettled(unwritten), pause(SHUTDOWN_MS)]).then(() => {
			process.exit();
		});
	});
	server.closeIdleConnections();
	setTimeout(() => {
		server.closeAllConnections();
	}, SHUTDOWN_MS).unref();
}
