import { describe, expect, it } from 'vitest';
import { calendarKey, liveAddress, liveQuery } from './live-subject.ts';

describe('what a page follows', () => {
	it('is one key for its load and for who tells of its changes', () => {
		expect(calendarKey({ instrument: 'i' })).toBe('calendar:i');
		expect(calendarKey({ platform: 'p' })).toBe('calendar:p');
	});

	it('is named in the address of its changes, with the instant at which it was read', () => {
		const readAt = new Date('2026-11-26T08:00:00+08:00');

		expect(liveAddress(liveQuery({ instrument: 'i' }), readAt)).toBe(
			'/api/v1/live?instrument=i&since=2026-11-26T00%3A00%3A00.000Z'
		);
		expect(liveAddress(liveQuery({ platform: 'p' }), readAt)).toBe(
			'/api/v1/live?platform=p&since=2026-11-26T00%3A00%3A00.000Z'
		);
	});
});
