import { describe, expect, it } from 'vitest';
import { findHolding, standOf, type Version } from './version.ts';

const NOW = new Date('2026-12-01T00:00:00Z');

function aVersion(changes: Partial<Version> = {}): Version {
	return {
		id: 'a',
		instrument_id: 'i',
		customer_kind: 'everyone',
		version: 1,
		valid_from: '2026-01-01T00:00:00Z',
		valid_until: null,
		...changes
	};
}

describe('a version', () => {
	it.each([
		['in_force', {}],
		['in_force', { valid_until: '2027-01-01T00:00:00Z' }],
		['coming', { valid_from: '2027-01-01T00:00:00Z' }],
		['over', { valid_until: '2026-12-01T00:00:00Z' }],
		['taken_back', { valid_until: '2026-01-01T00:00:00Z' }]
	] as const)('is %s with %j', (stand, changes) => {
		expect(standOf(aVersion(changes), NOW)).toBe(stand);
	});
});

describe('of several versions', () => {
	const rows = [
		aVersion({ id: 'platform', instrument_id: null }),
		aVersion({ id: 'platform-startup', instrument_id: null, customer_kind: 'startup' }),
		aVersion({ id: 'instrument' }),
		aVersion({ id: 'instrument-startup', customer_kind: 'startup' })
	];

	it('the one written most closely holds', () => {
		expect(findHolding(rows, 'startup', NOW)?.id).toBe('instrument-startup');
		expect(findHolding(rows.slice(0, 3), 'startup', NOW)?.id).toBe('instrument');
		expect(findHolding(rows.slice(0, 2), 'startup', NOW)?.id).toBe('platform-startup');
		expect(findHolding(rows, 'company', NOW)?.id).toBe('instrument');
	});

	it('none holds before it has begun', () => {
		expect(
			findHolding([aVersion({ valid_from: '2027-01-01T00:00:00Z' })], 'startup', NOW)
		).toBeUndefined();
	});
});
