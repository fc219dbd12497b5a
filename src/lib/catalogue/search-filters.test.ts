import { describe, expect, it } from 'vitest';
import { parseSearchFilters, toSearchParams, type SearchFilters } from './search-filters.ts';

const nothing: SearchFilters = {
	query: '',
	kind: null,
	classCode: null,
	category: null,
	city: null,
	platformKind: null,
	bookable: false,
	platformId: null,
	organisationId: null,
	cursor: null
};

describe('parseSearchFilters', () => {
	it('reads nothing from an empty address', () => {
		expect(parseSearchFilters(new URLSearchParams())).toEqual(nothing);
	});

	it('reads all that an address can hold, and writes the same address again', () => {
		const address = new URLSearchParams({
			q: '透射 电镜',
			kind: 'instrument',
			class: '010100',
			category: '電子顕微鏡および関連機器',
			city: '沈阳市',
			platform_kind: 'KL',
			bookable: 'true',
			platform: '20000000-0000-4000-8000-000000000001',
			organisation: '10000000-0000-4000-8000-000000000001',
			cursor: 'eyJhIjoxfQ'
		}).toString();

		expect(toSearchParams(parseSearchFilters(new URLSearchParams(address))).toString()).toBe(
			address
		);
	});

	it.each([
		['an unknown kind', 'kind=person'],
		['a class that is no code', "class=1' or '1'='1"],
		['a kind of platform in lower case', 'platform_kind=kl'],
		['a platform that is no id', 'platform=1'],
		['a flag that is not true', 'bookable=yes'],
		['empty values', 'q=&category=&city=&cursor=']
	])('ignores %s', (_case, address) => {
		expect(parseSearchFilters(new URLSearchParams(address))).toEqual(nothing);
	});

	it('takes control characters for spaces and cuts what nobody types', () => {
		const params = new URLSearchParams({ q: `\u0000电镜\n\u0007SEM${'x'.repeat(1_000_000)}` });

		const { query } = parseSearchFilters(params);

		expect(query).toMatch(/^电镜 SEMx+$/);
		expect(query).toHaveLength(200);
	});
});
