import { describe, expect, it } from 'vitest';
import { FirstRows } from './first-rows.ts';

describe('FirstRows', () => {
	it('names the row that came first and tells whether the content is the same', () => {
		const rows = new FirstRows();

		const seen = [
			rows.see('a', 2, 'x'),
			rows.see('b', 3, 'x'),
			rows.see('a', 4, 'x'),
			rows.see('a', 5, 'y')
		];

		expect(seen).toEqual([
			undefined,
			undefined,
			{ number: 2, hasSameContent: true },
			{ number: 2, hasSameContent: false }
		]);
	});

	it('remembers every row as it grows', () => {
		const rows = new FirstRows();
		const keys = Array.from({ length: 5000 }, (_, index) => `key ${index}`);

		const first = keys.map((key, index) => rows.see(key, index, key));
		const second = keys.map((key) => rows.see(key, 0, key)?.number);

		expect(first.every((row) => row === undefined)).toBe(true);
		expect(second).toEqual(keys.map((_, index) => index));
	});
});
