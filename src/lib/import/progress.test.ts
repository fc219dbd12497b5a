import { describe, expect, it } from 'vitest';
import { importState } from './progress.ts';

const now = '2026-11-27T10:05:00Z';

describe('how an import stands', () => {
	it.each([
		['under_way', '2026-11-27T10:04:30Z', null],
		['silent', '2026-11-27T10:02:00Z', null],
		['finished', '2026-11-27T10:02:00Z', '2026-11-27T10:02:00Z']
	] as const)('is %s', (state, told_at, finished_at) => {
		expect(importState({ told_at, finished_at }, now)).toBe(state);
	});
});
