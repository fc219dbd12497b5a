import { describe, expect, it, vi } from 'vitest';
import { flush, openQueue, sendReport, type Report } from './report-queue.ts';

const pressed: Report = {
	key: 'k1',
	bookingId: 'b1',
	change: 'check-in',
	label: '10:00–12:00',
	happenedAt: '2026-11-30T02:00:00Z'
};

function aStore(kept: Record<string, string> = {}) {
	const values = new Map(Object.entries(kept));
	return {
		getItem: (name: string) => values.get(name) ?? null,
		setItem: (name: string, value: string) => void values.set(name, value),
		removeItem: (name: string) => void values.delete(name)
	};
}

function answering(status: number, body: unknown) {
	return vi.fn<typeof fetch>(() => Promise.resolve(Response.json(body, { status })));
}

describe('a queue of reports', () => {
	it('is there again after a reload', () => {
		const store = aStore();
		openQueue(store, 'q').add(pressed);
		expect(openQueue(store, 'q').read()).toEqual([pressed]);
	});

	it('takes a second press of the same for the first', () => {
		const queue = openQueue(aStore(), 'q');
		queue.add(pressed);
		queue.add({ ...pressed, key: 'k2', happenedAt: '2026-11-30T02:01:00Z' });
		expect(queue.read()).toEqual([pressed]);
	});

	it('is empty where something else was kept', () => {
		expect(openQueue(aStore({ q: '{' }), 'q').read()).toEqual([]);
		expect(openQueue(aStore({ q: '[{"key": 1}]' }), 'q').read()).toEqual([]);
	});
});

describe('sending a report', () => {
	it('leaves the time of a press that gets through at once to the server', async () => {
		const fetch = answering(200, { usage: [] });
		await sendReport(pressed, { fetch, language: 'zh', now: new Date('2026-11-30T02:00:10Z') });
		expect(fetch.mock.calls[0]?.[1]?.body).toBe('{"happened_at":null}');
	});

	it('sends the time of a press that waited, under its key', async () => {
		const fetch = answering(200, { usage: [] });
		await sendReport(pressed, { fetch, language: 'zh', now: new Date('2026-11-30T02:10:00Z') });

		const [url, init] = fetch.mock.calls[0] ?? [];
		expect(url).toBe('/api/v1/bookings/b1/check-in');
		expect(init?.headers).toMatchObject({ 'Idempotency-Key': 'k1' });
		expect(init?.body).toBe('{"happened_at":"2026-11-30T02:00:00Z"}');
	});

	it('tells the time that the server stamped, and its flags', async () => {
		const usage = [{ start: '2026-11-30T02:05:00Z', end: null, flags: ['reported_late'] }];
		const outcome = await sendReport(pressed, { fetch: answering(200, { usage }), language: 'zh' });
		expect(outcome).toMatchObject({
			kind: 'accepted',
			at: '2026-11-30T02:05:00Z',
			flags: ['reported_late']
		});
	});

	it.each([
		[401, 'signed_out'],
		[409, 'refused'],
		[429, 'unsent'],
		[503, 'unsent']
	])('makes of a %i that it is %s', async (status, kind) => {
		const fetch = answering(status, { title: 'Too late.' });
		expect(await sendReport(pressed, { fetch, language: 'zh' })).toMatchObject({ kind });
	});

	it('is unsent without a network', async () => {
		const fetch = vi.fn<typeof globalThis.fetch>(() => Promise.reject(new TypeError('offline')));
		expect(await sendReport(pressed, { fetch, language: 'zh' })).toMatchObject({ kind: 'unsent' });
	});
});

describe('flushing the queue', () => {
	const checkOut: Report = { ...pressed, key: 'k2', change: 'check-out' };

	it('keeps the order, and waits behind what did not get through', async () => {
		const queue = openQueue(aStore(), 'q');
		queue.add(pressed);
		queue.add(checkOut);
		const send = vi.fn((report: Report) => Promise.resolve({ kind: 'unsent' as const, report }));

		await flush(queue, send);

		expect(send).toHaveBeenCalledExactlyOnceWith(pressed);
		expect(queue.read()).toEqual([pressed, checkOut]);
	});

	it('lets go of what was answered, accepted or refused', async () => {
		const queue = openQueue(aStore(), 'q');
		queue.add(pressed);
		queue.add(checkOut);

		const outcomes = await flush(queue, (report) =>
			Promise.resolve({ kind: 'refused', report, reason: 'No.' })
		);

		expect(outcomes).toHaveLength(2);
		expect(queue.read()).toEqual([]);
	});
});
