import { describe, expect, it } from 'vitest';
import { canCheckIn, presenceOf } from './presence.ts';

const booking = {
	status: 'confirmed',
	starts_at: '2026-11-30T02:00:00Z',
	ends_at: '2026-11-30T04:00:00Z',
	no_show_at: '2026-11-30T02:15:00Z'
};

describe('presenceOf', () => {
	it.each([
		['due until its grace is over', 'confirmed', '2026-11-30T02:14:59Z', 'due'],
		['missed from then on', 'confirmed', '2026-11-30T02:15:00Z', 'missed'],
		['in use until its end', 'in_use', '2026-11-30T04:00:00Z', 'in_use'],
		['overrun past it', 'in_use', '2026-11-30T04:00:01Z', 'overrun']
	])('is %s', (_, status, now, presence) => {
		expect(presenceOf({ ...booking, status }, new Date(now))).toBe(presence);
	});

	it('is never missed where nobody checks in', () => {
		const now = new Date('2026-11-30T03:00:00Z');
		expect(presenceOf({ ...booking, no_show_at: null }, now)).toBe('due');
	});
});

describe('canCheckIn', () => {
	it.each([
		['2026-11-30T01:44:59Z', false],
		['2026-11-30T01:45:00Z', true],
		['2026-11-30T03:59:59Z', true],
		['2026-11-30T04:00:00Z', false]
	])('at %s is %s', (now, expected) => {
		expect(canCheckIn(booking, new Date(now))).toBe(expected);
	});

	it('is over once in use', () => {
		const now = new Date('2026-11-30T02:30:00Z');
		expect(canCheckIn({ ...booking, status: 'in_use' }, now)).toBe(false);
	});
});
