import type { RequestEvent } from '@sveltejs/kit';
import { describe, expect, it } from 'vitest';
import { bodyLimit } from './body-limit.ts';

const LIMIT = 524_288;

/** What a route that reads all of its body answers: how much of it there was. */
async function send(path: string, routeId: string, request: RequestInit) {
	const url = new URL(path, 'http://lab.test');
	const event = { url, route: { id: routeId }, request: new Request(url, request) } as RequestEvent;
	return bodyLimit({
		event,
		resolve: async ({ request }) => new Response(String((await request.arrayBuffer()).byteLength))
	});
}

function streamed(bytes: number): RequestInit {
	return {
		method: 'POST',
		body: new Blob(['x'.repeat(bytes)]).stream(),
		duplex: 'half'
	} as RequestInit;
}

function announced(bytes: number): RequestInit {
	return {
		method: 'POST',
		body: 'x'.repeat(bytes),
		headers: { 'content-length': String(bytes) }
	};
}

describe('a body that says its length', () => {
	it('is refused before it is read when that is too much', async () => {
		const answer = await send('/api/v1/bookings', '/api/v1/bookings', announced(LIMIT + 1));

		expect(answer.status).toBe(413);
	});

	it('reaches its route when it is not', async () => {
		const answer = await send('/api/v1/bookings', '/api/v1/bookings', announced(LIMIT));

		expect(await answer.text()).toBe(String(LIMIT));
	});
});

describe('a body of unknown length', () => {
	it('is read up to the limit', async () => {
		const answer = await send('/api/v1/bookings', '/api/v1/bookings', streamed(LIMIT));

		expect(await answer.text()).toBe(String(LIMIT));
	});

	it('breaks off beyond it', async () => {
		const reading = send('/api/v1/bookings', '/api/v1/bookings', streamed(LIMIT + 1));

		await expect(reading).rejects.toThrow('The body is too large.');
	});
});

describe('a file', () => {
	it.each([
		['by the API', '/api/v1/bookings/1/files?name=a.txt', '/api/v1/bookings/[id]/files'],
		['by the form of a booking', '/en/bookings/1?/upload', '/(app)/bookings/[id=uuid]'],
		['to the catalogue', '/lab/platforms/1/import', '/(app)/lab/platforms/[id=uuid]/import'],
		[
			'to the ledger',
			'/lab/platforms/1/ledger/import',
			'/(app)/lab/platforms/[id=uuid]/ledger/import'
		]
	])('may be larger %s', async (_, path, routeId) => {
		const answer = await send(path, routeId, announced(LIMIT + 1));

		expect(await answer.text()).toBe(String(LIMIT + 1));
	});

	it('may not come by another form of that page', async () => {
		const answer = await send(
			'/bookings/1?/message',
			'/(app)/bookings/[id=uuid]',
			announced(LIMIT + 1)
		);

		expect(answer.status).toBe(413);
	});
});
