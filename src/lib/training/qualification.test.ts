import { describe, expect, it } from 'vitest';
import { expiryInWords, holdingOf } from './qualification.ts';

const NOW = new Date('2026-11-26T00:00:00Z');

describe('a qualification', () => {
	it.each([
		['without an end', null, null, 'held'],
		['that ends in two months', '2027-01-26T00:00:00Z', null, 'held'],
		['that ends in two weeks', '2026-12-10T00:00:00Z', null, 'expiring'],
		['that ends now', '2026-11-26T00:00:00Z', null, 'expired'],
		['that was revoked', '2027-01-26T00:00:00Z', '2026-11-01T00:00:00Z', 'revoked']
	] as const)('%s is told apart', (_, expires_at, revoked_at, holding) => {
		expect(holdingOf({ expires_at, revoked_at }, NOW)).toBe(holding);
	});

	it('that ends at the lab’s midnight holds until the day before', () => {
		expect(expiryInWords('2026-12-31T16:00:00Z', 'Asia/Shanghai')).toContain('12月31日');
	});
});
