import type { RequestEvent } from '@sveltejs/kit';
import { describe, expect, it } from 'vitest';
import { api } from './problem.ts';

const event = {
	locals: { authError: null, requestId: 'request-1' },
	url: new URL('http://yixiang.test/api/v1/bookings'),
	route: { id: '/api/v1/bookings' }
} as unknown as RequestEvent;

async function answerTo(refusal: { code: string; message: string }) {
	const response = await api(() => Promise.reject(Object.assign(new Error(), refusal)))(event);
	const { id, type } = (await response.json()) as { id?: string; type: string };
	return { status: response.status, retryAfter: response.headers.get('Retry-After'), type, id };
}

describe('what the API answers when its database does not', () => {
	it.each([
		{ code: '57014', reason: 'the statement took longer than its role may' },
		{ code: '55P03', reason: 'a lock was not to be had' },
		{ code: 'PGRST003', reason: 'no connection was free' }
	])('asks to come again when $reason', async ({ code }) => {
		expect(await answerTo({ code, message: '' })).toEqual({
			status: 503,
			retryAfter: '10',
			type: '/api/v1/problems/took_too_long',
			id: undefined
		});
	});

	it('says under which id the log has what nobody foresaw', async () => {
		expect(await answerTo({ code: 'XX000', message: 'internal' })).toEqual({
			status: 500,
			retryAfter: null,
			type: '/api/v1/problems/unexpected',
			id: 'request-1'
		});
	});
});
