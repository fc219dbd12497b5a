import { describe, expect, it } from 'vitest';
import { usualRanges } from './usual-ranges.ts';

describe('usualRanges', () => {
	it('ends with today what is still running', () => {
		expect(usualRanges('2026-11-27')).toEqual([
			{ kind: 'this_quarter', from: '2026-10-01', to: '2026-11-27' },
			{ kind: 'last_quarter', from: '2026-07-01', to: '2026-09-30' },
			{ kind: 'this_year', from: '2026-01-01', to: '2026-11-27' },
			{ kind: 'last_year', from: '2025-01-01', to: '2025-12-31' }
		]);
	});

	it.each([
		['2026-01-01', '2026-01-01', '2025-10-01', '2025-12-31'],
		['2026-03-31', '2026-01-01', '2025-10-01', '2025-12-31'],
		['2028-04-01', '2028-04-01', '2028-01-01', '2028-03-31'],
		['2026-12-31', '2026-10-01', '2026-07-01', '2026-09-30']
	])('finds the quarters around %s', (today, from, lastFrom, lastTo) => {
		const [quarter, last] = usualRanges(today);

		expect(quarter).toMatchObject({ from, to: today });
		expect(last).toMatchObject({ from: lastFrom, to: lastTo });
	});
});
