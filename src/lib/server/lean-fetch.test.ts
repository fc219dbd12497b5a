import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from 'vitest';
import { leanFetch } from './lean-fetch.ts';

let server: Server | undefined;

afterEach(() => {
	server?.closeAllConnections();
	server?.close();
});

async function serve(listener: RequestListener): Promise<string> {
	server = createServer(listener).listen(0, '127.0.0.1');
	await once(server, 'listening');
	return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe('leanFetch', () => {
	it('sends method, path, headers and text, and reads status, headers and text', async () => {
		const origin = await serve((request, response) => {
			void text(request).then((body) => {
				response.writeHead(422, 'No', { 'content-type': 'text/plain', 'x-heard': 'yes' });
				response.end(
					`${request.method} ${request.url} ${String(request.headers['x-said'])} ${body}`
				);
			});
		});

		const response = await leanFetch(`${origin}/rpc/书?a=1`, {
			method: 'POST',
			headers: { 'X-Said': 'hello' },
			body: '{"name":"电镜"}'
		});

		expect(response.status).toBe(422);
		expect(response.ok).toBe(false);
		expect(response.statusText).toBe('No');
		expect(response.headers.get('x-heard')).toBe('yes');
		expect(await response.text()).toBe('POST /rpc/%E4%B9%A6?a=1 hello {"name":"电镜"}');
	});

	it('gives no body where there is none', async () => {
		const origin = await serve((_, response) => response.writeHead(204).end());

		const response = await leanFetch(origin);

		expect(response.status).toBe(204);
		expect(response.body).toBeNull();
	});

	it('uses a connection again', async () => {
		const ports = new Set<number | undefined>();
		const origin = await serve((request, response) => {
			ports.add(request.socket.remotePort);
			response.end('ok');
		});

		for (let call = 0; call < 3; call += 1) await (await leanFetch(origin)).text();

		expect(ports.size).toBe(1);
	});

	it('fails as fetch does when nobody answers', async () => {
		const origin = await serve(() => undefined);
		server?.close();

		await expect(leanFetch(origin)).rejects.toThrow(new TypeError('fetch failed'));
	});

	it('fails when the answer breaks off', async () => {
		const origin = await serve((request, response) => {
			response.writeHead(200, { 'content-length': 100 }).write('half', () => {
				request.socket.destroy();
			});
		});

		await expect(leanFetch(origin)).rejects.toThrow(new TypeError('fetch failed'));
	});

	it('stops when it is told to', async () => {
		const origin = await serve(() => undefined);
		const controller = new AbortController();

		const answer = leanFetch(origin, { signal: controller.signal });
		setTimeout(() => {
			controller.abort();
		}, 20);

		await expect(answer).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }));
	});

	it('leaves what is no text to fetch', async () => {
		const origin = await serve((request, response) => {
			void text(request).then((body) => response.end(`${body.length} bytes`));
		});

		const response = await leanFetch(origin, { method: 'POST', body: new Uint8Array(3) });

		expect(await response.text()).toBe('3 bytes');
	});
});
