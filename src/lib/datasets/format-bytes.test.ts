import { describe, expect, it } from 'vitest';
import { formatBytes } from './format-bytes.ts';

describe('formatBytes', () => {
	it.each([
		[0, '0 B'],
		[1000, '1,000 B'],
		[1024, '1 KB'],
		[1_572_864, '1.5 MB'],
		[8_589_934_592, '8 GB'],
		[2 ** 60, '1,020 PB']
	])('writes %d bytes as %s', (bytes, expected) => {
		expect(formatBytes(bytes, 'en')).toBe(expected);
	});
});
