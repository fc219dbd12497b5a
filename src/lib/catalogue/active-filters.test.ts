import { beforeEach, describe, expect, it } from 'vitest';
import { overwriteGetLocale } from '#lib/paraglide/runtime.js';
import { listActiveFilters } from './active-filters.ts';
import { parseSearchFilters, toSearchParams } from './search-filters.ts';

const nameless = {
	instrumentClass: null,
	platform: null,
	organisation: null,
	platformKinds: new Map<string, string>()
};

describe('listActiveFilters', () => {
	beforeEach(() => {
		overwriteGetLocale(() => 'zh');
	});

	it('finds none in a query alone', () => {
		expect(listActiveFilters(parseSearchFilters(new URLSearchParams('q=SEM')), nameless)).toEqual(
			[]
		);
	});

	it('names each and leads to the first page of the search without it', () => {
		const filters = parseSearchFilters(
			new URLSearchParams(
				'q=SEM&kind=instrument&class=010100&city=沈阳市&platform_kind=KL&cursor=x'
			)
		);
		const names = {
			...nameless,
			instrumentClass: { name: '电子光学仪器', name_en: 'Electron optics' },
			platformKinds: new Map([['KL', '重点实验室']])
		};

		const active = listActiveFilters(filters, names);

		expect(
			active.map(({ label, without }) => [
				label,
				decodeURIComponent(toSearchParams(without).toString())
			])
		).toEqual([
			['仪器设备', 'q=SEM&class=010100&city=沈阳市&platform_kind=KL'],
			['电子光学仪器', 'q=SEM&kind=instrument&city=沈阳市&platform_kind=KL'],
			['沈阳市', 'q=SEM&kind=instrument&class=010100&platform_kind=KL'],
			['重点实验室', 'q=SEM&kind=instrument&class=010100&city=沈阳市']
		]);
	});

	it('shows the code of a class that has no name', () => {
		const filters = parseSearchFilters(new URLSearchParams('class=999999'));

		expect(listActiveFilters(filters, nameless).map(({ label }) => label)).toEqual(['999999']);
	});

	it('names a platform and an organisation as such', () => {
		const id = '20000000-0000-4000-8000-000000000001';
		const filters = parseSearchFilters(
			new URLSearchParams({ bookable: 'true', platform: id, organisation: id })
		);
		const names = {
			...nameless,
			platform: { name: '表征平台', language: 'zh', name_en: null },
			organisation: { name: '辽海大学', language: 'zh', name_en: null }
		};

		expect(listActiveFilters(filters, names).map(({ label }) => label)).toEqual([
			'外单位可在线预约',
			'平台：表征平台',
			'单位：辽海大学'
		]);
	});
});
