import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { arrayBuffer } from 'node:stream/consumers';

/**
 * Idle connections are given up before a server in between gives them up, so that no request is
 * sent into a connection that is just closing.
 */
const KEEP_ALIVE = { keepAlive: true, scheduling: 'lifo', timeout: 15_000 } as const;
/** As long as Node's own waits. */
const SILENCE_MS = 300_000;
const agents = { http: new HttpAgent(KEEP_ALIVE), https: new HttpsAgent(KEEP_ALIVE) };

/**
 * `fetch` for calls with a short text as their body and their answer, as those of the database are.
 * Node's own costs more than twice as much for each of them, and a page makes several: it is made
 * for streams, and sends the head and the body of a request apart. Any other body goes to it.
 */
export const leanFetch: typeof fetch = async (input, init = {}) => {
	const { body, method = 'GET', headers, signal } = init;
	if (input instanceof Request || (body != null && typeof body !== 'string')) {
		return fetch(input, init);
	}
	signal?.throwIfAborted();

	const url = new URL(input);
	const isSecure = url.protocol === 'https:';
	const request = (isSecure ? httpsRequest : httpRequest)(url, {
		method,
		agent: isSecure ? agents.https : agents.http,
		headers: Object.fromEntries(headers instanceof Headers ? headers : new Headers(headers)),
		...(signal && { signal })
	});
	try {
		const response = await new Promise<IncomingMessage>((resolve, reject) => {
			request
				.setTimeout(SILENCE_MS, () => request.destroy(new Error('The server is silent.')))
				.once('response', resolve)
				.on('error', reject)
				.end(body);
		});
		return toResponse(response, await arrayBuffer(response));
	} catch (error) {
		signal?.throwIfAborted();
		throw new TypeError('fetch failed', { cause: error });
	}
};

function toResponse(response: IncomingMessage, content: ArrayBuffer): Response {
	const { statusCode = 0, statusMessage = '', headersDistinct } = response;
	const headers = new Headers();
	for (const [name, values = []] of Object.entries(headersDistinct)) {
		for (const value of values) headers.append(name, value);
	}
	const hasBody = content.byteLength > 0 && statusCode !== 204 && statusCode !== 304;
	return new Response(hasBody ? content : null, {
		status: statusCode,
		statusText: statusMessage,
		headers
	});
}
