import { describe, expect, it } from 'vitest';
import { readMonths } from './usage-window.ts';

const NOW = new Date('2026-03-31T16:30:00Z');

describe('readMonths', () => {
	it.each([
		['', '2025-05-01', '2026-04-01'],
		['begin=2026-01&end=2026-02', '2026-01-01', '2026-02-01'],
		['end=2025-12', '2025-01-01', '2025-12-01'],
		['begin=2026-03&end=2026-02', '2025-03-01', '2026-02-01'],
		['begin=2020-01&end=2026-02', '2025-03-01', '2026-02-01'],
		['begin=never', '2025-05-01', '2026-04-01']
	])('takes %j for %s to %s', (query, begin, end) => {
		expect(readMonths(new URLSearchParams(query), NOW)).toEqual({ begin, end });
	});
});
