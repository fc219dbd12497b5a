import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TokenBuckets } from './rate-limits.ts';
import { anEmail, aPerson, PASSWORD, startTestServer, type TestServer } from './test-server.ts';

describe('token buckets', () => {
	it('give what there is, and one more for each part of the window', () => {
		const buckets = new TokenBuckets({ events: 2, windowSeconds: 60 });

		const atOnce = [0, 0, 0].map((now) => buckets.take('a', now));
		const later = [29_999, 30_000, 30_001].map((now) => buckets.take('a', now));

		expect(atOnce).toEqual([true, true, false]);
		expect(later).toEqual([false, true, false]);
	});

	it('are kept apart by key', () => {
		const buckets = new TokenBuckets({ events: 1, windowSeconds: 60 });
		buckets.take('a', 0);

		expect(buckets.take('b', 0)).toBe(true);
	});
});

describe('the limits of calls', () => {
	let server: TestServer;

	beforeAll(async () => {
		server = await startTestServer({
			GOTRUE_RATE_LIMIT_HEADER: 'X-Forwarded-For',
			GOTRUE_RATE_LIMIT_TOKEN_REFRESH: '3',
			GOTRUE_RATE_LIMIT_OTP: '2',
			GOTRUE_RATE_LIMIT_VERIFY: '2'
		});
	});

	afterAll(async () => {
		await server.stop();
	});

	/** The status of each of `count` calls from one address. */
	async function callFrom(
		address: string,
		path: string,
		body: unknown,
		count: number,
		headers: Record<string, string> = {}
	): Promise<number[]> {
		const statuses: number[] = [];
		for (let index = 0; index < count; index++) {
			const response = await fetch(`${server.url}${path}`, {
				method: 'POST',
				headers: { 'x-forwarded-for': address, ...headers },
				body: JSON.stringify(body)
			});
			statuses.push(response.status);
		}
		return statuses;
	}

	it.each([
		['/token?grant_type=password', { email: anEmail(), password: 'x' }, [400, 400, 400, 429]],
		['/token?grant_type=refresh_token', { refresh_token: 'abcdefghijkl' }, [400, 400, 400, 429]],
		['/signup', { email: 'x', password: PASSWORD }, [400, 400, 429, 429]],
		['/recover', { email: 'x' }, [400, 400, 429, 429]],
		['/otp', { email: anEmail(), create_user: false }, [422, 422, 429, 429]],
		['/verify', { type: 'email', email: anEmail(), token: '000000' }, [403, 403, 429, 429]]
	])('hold for %s, by address', async (path, body, expected) => {
		const address = `192.0.2.${String(expected.length + path.length)}`;

		const statuses = await callFrom(address, path, body, 4);
		const [elsewhere] = await callFrom('198.51.100.1', path, body, 1);

		expect(statuses).toEqual(expected);
		expect(elsewhere).not.toBe(429);
	});

	it('believe a forwarded address only where they are told to', async () => {
		const path = '/token?grant_type=password';
		const body = { email: anEmail(), password: 'x' };
		const spoofed = { 'sb-forwarded-for': '203.0.113.9' };
		await callFrom('192.0.2.200', path, body, 3);

		const [status] = await callFrom('192.0.2.200', path, body, 1, spoofed);

		expect(status).toBe(429);
	});

	it('stop somebody who tries the passwords of one person, without any variable', async () => {
		const plain = await startTestServer();
		const { email } = await aPerson(plain);
		const codes: unknown[] = [];
		for (let attempt = 0; attempt < 11; attempt++) {
			const { error } = await plain.client().signInWithPassword({ email, password: 'wrong' });
			codes.push(error?.code);
		}
		const right = await plain.client().signInWithPassword({ email, password: PASSWORD });
		await plain.stop();

		expect(codes.slice(0, 10)).toEqual(Array(10).fill('invalid_credentials'));
		expect(codes.at(-1)).toBe('over_request_rate_limit');
		expect(right.error?.code).toBe('over_request_rate_limit');
	});
});
