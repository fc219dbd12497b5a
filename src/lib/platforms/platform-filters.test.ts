import { describe, expect, it } from 'vitest';
import { parsePlatformFilters, toPlatformParams } from './platform-filters.ts';

describe('parsePlatformFilters', () => {
	it('reads what an address holds, and writes the same address again', () => {
		const address = new URLSearchParams({ kind: 'KL', city: '沈阳市', page: '3' }).toString();

		expect(toPlatformParams(parsePlatformFilters(new URLSearchParams(address))).toString()).toBe(
			address
		);
	});

	it.each([
		['nothing', ''],
		['a kind that is no code', 'kind=key laboratory'],
		['empty values', 'kind=&city=&page='],
		['a page before the first', 'page=0'],
		['a page that is no number', 'page=1e9'],
		['half a page', 'page=1.5']
	])('ignores %s', (_case, address) => {
		expect(parsePlatformFilters(new URLSearchParams(address))).toEqual({
			kind: null,
			city: null,
			page: 1
		});
	});

	it('takes control characters for spaces and cuts what no city is called', () => {
		const { city } = parsePlatformFilters(
			new URLSearchParams({ city: `\u0000大连\u0007市${'x'.repeat(1000)}` })
		);

		expect(city).toMatch(/^大连 市x+$/);
		expect(city).toHaveLength(100);
	});
});
