import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { decodeJwt } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createGateway } from './gateway.ts';
import { generateKeys } from './keys.ts';

const keys = generateKeys();
const { publishableKey, secretKey } = keys;

type Echo = {
	server: string;
	method: string;
	url: string;
	headers: IncomingHttpHeaders;
	body: string;
};

let servers: Server[];
let gatewayUrl: string;

beforeAll(async () => {
	const rest = createEcho('rest');
	const auth = createEcho('auth');
	const restPort = await listen(rest);
	const authPort = await listen(auth);
	const gateway = createGateway({
		host: '127.0.0.1',
		port: 0,
		restPort,
		authPort,
		publishableKey,
		secretKey,
		signingKey: { ...keys.signingKey }
	});
	gatewayUrl = `http://127.0.0.1:${await listen(gateway)}`;
	servers = [gateway, rest, auth];
});

afterAll(() => {
	for (const server of servers) server.close().closeAllConnections();
});

/** A server that answers with what it was asked. */
function createEcho(name: string): Server {
	return createServer((request, response) => {
		let body = '';
		request.setEncoding('utf8').on('data', (text: string) => (body += text));
		request.on('end', () => {
			const echo: Echo = {
				server: name,
				method: request.method ?? '',
				url: request.url ?? '',
				headers: request.headers,
				body
			};
			response.setHeader('access-control-allow-origin', 'https://upstream.test');
			response.setHeader('content-range', '0-0/1');
			// In two pieces and without a length, as PostgREST answers.
			const answer = JSON.stringify(echo);
			response.write(answer.slice(0, 1));
			response.end(answer.slice(1));
		});
	});
}

async function listen(server: Server): Promise<number> {
	await new Promise<void>((resolve) => {
		server.listen(0, '127.0.0.1', resolve);
	});
	return (server.address() as AddressInfo).port;
}

function ask(path: string, init: RequestInit = {}): Promise<Response> {
	return fetch(gatewayUrl + path, init);
}

async function echoOf(path: string, init: RequestInit = {}): Promise<Echo> {
	return (await (await ask(path, init)).json()) as Echo;
}

function roleOf({ headers }: Echo): unknown {
	return decodeJwt(headers.authorization?.replace(/^Bearer /, '') ?? '').role;
}

describe('a request without a key', () => {
	it.each(['/rest/v1/things', '/rest/v1/', '/auth/v1/token', '/auth/v1/health'])(
		'is refused at %s',
		async (path) => {
			const response = await ask(path);

			expect(response.status).toBe(401);
			expect(await response.json()).toEqual({
				message: 'No API key found in request',
				hint: 'No `apikey` request header or url param was found.'
			});
		}
	);

	it.each(['/verify?token=x', '/callback', '/authorize', '/.well-known/jwks.json'])(
		'may follow %s of Auth',
		async (path) => {
			const echo = await echoOf(`/auth/v1${path}`);

			expect(echo).toMatchObject({ server: 'auth', url: path });
		}
	);
});

describe('a request with a wrong key', () => {
	it.each([
		['unknown', 'sb_publishable_unknown'],
		['cut short', publishableKey.slice(0, -1)],
		['not ASCII', 'schlüssel']
	])('is refused when the key is %s', async (_case, key) => {
		const response = await ask(`/rest/v1/things?apikey=${encodeURIComponent(key)}`);

		expect(response.status).toBe(401);
		expect(await response.json()).toMatchObject({ message: 'Invalid API key' });
	});
});

describe('a request with the publishable key', () => {
	it('acts as anon', async () => {
		const echo = await echoOf('/rest/v1/things?select=id', { headers: { apikey: publishableKey } });

		expect(echo).toMatchObject({ server: 'rest', url: '/things?select=id' });
		expect(roleOf(echo)).toBe('anon');
	});

	it('acts as anon when the client sends the key as a token too', async () => {
		const echo = await echoOf('/rest/v1/things', {
			headers: { apikey: publishableKey, authorization: `Bearer ${publishableKey}` }
		});

		expect(roleOf(echo)).toBe('anon');
	});

	it('may carry the key in the address, which goes no further', async () => {
		const echo = await echoOf(`/rest/v1/things?a=eq.1&apikey=${publishableKey}&b=eq.%E7%94%B5`);

		expect(echo.url).toBe('/things?a=eq.1&b=eq.%E7%94%B5');
	});

	it("passes a person's token as it is", async () => {
		const echo = await echoOf('/rest/v1/things', {
			headers: { apikey: publishableKey, authorization: 'Bearer a.person.token' }
		});

		expect(echo.headers.authorization).toBe('Bearer a.person.token');
	});

	it('cannot name the address of somebody else', async () => {
		const echo = await echoOf('/auth/v1/token', {
			headers: {
				apikey: publishableKey,
				'sb-forwarded-for': '203.0.113.9',
				'x-forwarded-for': '203.0.113.9'
			}
		});

		expect(echo.headers).not.toHaveProperty('sb-forwarded-for');
		expect(echo.headers['x-forwarded-for']).toBe('127.0.0.1');
	});

	it('streams its body and keeps its method', async () => {
		const echo = await echoOf('/rest/v1/rpc/book', {
			method: 'POST',
			headers: { apikey: publishableKey, 'content-type': 'application/json' },
			body: '{"name":"电镜"}'
		});

		expect(echo).toMatchObject({ method: 'POST', url: '/rpc/book', body: '{"name":"电镜"}' });
	});

	it.each([
		['short', 1000, true],
		['long', 1_000_000, false]
	])('gets a %s answer whole', async (_case, length, hasLength) => {
		const body = '电'.repeat(length);
		const response = await ask('/rest/v1/rpc/echo', {
			method: 'POST',
			headers: { apikey: publishableKey },
			body
		});

		expect(((await response.json()) as Echo).body).toBe(body);
		expect(response.headers.has('content-length')).toBe(hasLength);
	});

	it('gets no body where it asks for the head alone', async () => {
		const response = await ask('/rest/v1/things', {
			method: 'HEAD',
			headers: { apikey: publishableKey }
		});

		expect(response.status).toBe(200);
		expect(await response.text()).toBe('');
	});

	it('never hands the key to the servers behind', async () => {
		const echo = await echoOf('/rest/v1/things', { headers: { apikey: publishableKey } });

		expect(JSON.stringify(echo)).not.toContain(publishableKey);
	});
});

describe('a request with the secret key', () => {
	it('acts as service_role', async () => {
		const echo = await echoOf('/rest/v1/things', { headers: { apikey: secretKey } });

		expect(roleOf(echo)).toBe('service_role');
	});

	it('may name the address of the person it acts for', async () => {
		const echo = await echoOf('/auth/v1/token', {
			headers: { apikey: secretKey, 'sb-forwarded-for': '203.0.113.9' }
		});

		expect(echo.headers['sb-forwarded-for']).toBe('203.0.113.9');
	});

	it('is refused from a browser', async () => {
		const response = await ask('/rest/v1/things', {
			headers: { apikey: secretKey, 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64)' }
		});

		expect(response.status).toBe(401);
		expect(await response.json()).toMatchObject({
			message: 'Forbidden use of secret API key in browser'
		});
	});
});

describe('a browser of another site', () => {
	it('is told what it may send', async () => {
		const response = await ask('/rest/v1/things', {
			method: 'OPTIONS',
			headers: {
				origin: 'https://lab.test',
				'access-control-request-method': 'PATCH',
				'access-control-request-headers': 'apikey,authorization,prefer'
			}
		});

		expect(response.status).toBe(204);
		expect(Object.fromEntries(response.headers)).toMatchObject({
			'access-control-allow-origin': '*',
			'access-control-allow-methods': 'GET,HEAD,PUT,PATCH,POST,DELETE,OPTIONS',
			'access-control-allow-headers': 'apikey,authorization,prefer'
		});
	});

	it('may read the answer and its range, whatever the server behind says of origins', async () => {
		const response = await ask('/rest/v1/things', {
			headers: { apikey: publishableKey, origin: 'https://lab.test' }
		});

		expect(response.headers.get('access-control-allow-origin')).toBe('*');
		expect(response.headers.get('access-control-expose-headers')).toContain('Content-Range');
		expect(response.headers.get('content-range')).toBe('0-0/1');
	});

	it('may read why it was refused', async () => {
		const response = await ask('/rest/v1/things', { headers: { origin: 'https://lab.test' } });

		expect(response.headers.get('access-control-allow-origin')).toBe('*');
	});
});

it('knows no other address', async () => {
	const response = await ask('/storage/v1/object', { headers: { apikey: publishableKey } });

	expect(response.status).toBe(404);
	expect(await response.json()).toEqual({ message: 'no Route matched with those values' });
});
