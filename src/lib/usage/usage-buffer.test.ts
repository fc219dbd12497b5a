import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { UsageBuffer, type ObservedUse, type Sent } from './usage-buffer.ts';

function aUse(resource_id: string, address = '203.0.113.7'): ObservedUse {
	return {
		at: '2026-03-05T10:00:00Z',
		resource_kind: 'dataset',
		resource_id,
		action: 'investigation',
		agent_class: 'browser',
		access_method: 'regular',
		agent: 'Mozilla/5.0',
		status: 200,
		address,
		person_id: null
	};
}

function aBuffer(answers: Sent[] = [], settings = {}) {
	const sent: string[][] = [];
	const buffer = new UsageBuffer({
		send: (uses) => {
			sent.push(uses.map(({ resource_id }) => resource_id ?? ''));
			return Promise.resolve(answers.shift() ?? 'kept');
		},
		...settings
	});
	return { buffer, sent };
}

beforeEach(() => {
	vi.useFakeTimers();
});
afterEach(() => {
	vi.useRealTimers();
});

describe('UsageBuffer', () => {
	it('sends what happened within a second together', async () => {
		const { buffer, sent } = aBuffer();

		buffer.add(aUse('a'));
		await vi.advanceTimersByTimeAsync(900);
		buffer.add(aUse('b'));
		await vi.advanceTimersByTimeAsync(100);
		buffer.add(aUse('c'));
		await vi.advanceTimersByTimeAsync(1000);

		expect(sent).toEqual([['a', 'b'], ['c']]);
	});

	it('sends again what was not answered, before what came later', async () => {
		const { buffer, sent } = aBuffer(['unanswered']);

		buffer.add(aUse('a'));
		await vi.advanceTimersByTimeAsync(1000);
		buffer.add(aUse('b'));
		await vi.advanceTimersByTimeAsync(10_000);

		expect(sent).toEqual([['a'], ['a', 'b']]);
	});

	it('lets go of what was refused', async () => {
		const { buffer, sent } = aBuffer(['refused']);

		buffer.add(aUse('a'));
		await vi.advanceTimersByTimeAsync(1000);
		buffer.add(aUse('b'));
		await vi.advanceTimersByTimeAsync(1000);

		expect(sent).toEqual([['a'], ['b']]);
	});

	it('sends all at once when it is told to stop, in batches', async () => {
		const { buffer, sent } = aBuffer([], { batchSize: 2 });

		for (const id of ['a', 'b', 'c']) buffer.add(aUse(id));
		await buffer.flush();

		expect(sent).toEqual([['a', 'b'], ['c']]);
	});

	it('keeps no more than it has room for', async () => {
		const { buffer, sent } = aBuffer([], { capacity: 2 });

		const taken = ['a', 'b', 'c'].map((id) => buffer.add(aUse(id)));
		await buffer.flush();

		expect(taken).toEqual([true, true, false]);
		expect(sent).toEqual([['a', 'b']]);
	});

	it('takes so many an hour of one visitor, and still those of others', () => {
		let now = 0;
		const { buffer } = aBuffer([], { hourlyLimit: 2, now: () => now });

		const taken = [1, 2, 3].map(() => buffer.add(aUse('a')));
		const ofAnother = buffer.add(aUse('a', '203.0.113.8'));
		now = 3_600_000;

		expect(taken).toEqual([true, true, false]);
		expect(ofAnother).toBe(true);
		expect(buffer.add(aUse('a'))).toBe(true);
	});
});
