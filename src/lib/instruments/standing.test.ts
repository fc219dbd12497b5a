import { describe, expect, it } from 'vitest';
import { standingOf } from './standing.ts';

const open = { admits_outsiders: true };
const inside = { admits_outsiders: false };

describe('standingOf', () => {
	it.each([
		['with rules that admit outsiders', null, 'yes', open, 'bookable'],
		['whose rules say more than its register', null, 'no', open, 'bookable'],
		['with rules for insiders', null, 'yes', inside, 'insiders'],
		['that is retired, whatever its rules', '2026-01-01T00:00:00Z', 'yes', open, 'retired'],
		['that its register opens, without rules here', null, 'yes', null, 'ask'],
		['that its register opens on request', null, 'ask', null, 'ask'],
		['that its register closes', null, 'no', null, 'closed'],
		['of which nothing is known', null, 'unknown', null, 'unknown']
	] as const)('judges an instrument %s', (_case, retiredAt, externalUse, rules, expected) => {
		expect(standingOf({ retired_at: retiredAt, external_use: externalUse, rules })).toBe(expected);
	});
});
