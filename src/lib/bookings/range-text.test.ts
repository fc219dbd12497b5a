import { describe, expect, it } from 'vitest';
import { parseRange } from './range-text.ts';

describe('parseRange', () => {
	it('reads a range as the Data API writes it', () => {
		expect(parseRange('["2026-11-30 02:00:00+00","2026-11-30 04:30:00+05:30")')).toEqual({
			start: '2026-11-30T02:00:00+00:00',
			end: '2026-11-30T04:30:00+05:30'
		});
	});

	it.each(['empty', '["2026-11-30 02:00:00+00",)', '(,)', 'null'])('refuses %s', (text) => {
		expect(() => parseRange(text)).toThrow(RangeError);
	});
});
