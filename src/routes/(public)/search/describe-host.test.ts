import { beforeEach, describe, expect, it } from 'vitest';
import { overwriteGetLocale } from '#lib/paraglide/runtime.js';
import { describeHost } from './describe-host.ts';

const hosted = {
	language: 'zh',
	platform: { name: '表征重点实验室', name_en: 'Characterisation Laboratory' },
	organisation: { name: '辽海大学', name_en: 'Liaohai University' },
	city: '沈阳市'
};

describe('describeHost', () => {
	beforeEach(() => {
		overwriteGetLocale(() => 'zh');
	});

	it('names the platform, its organisation and the city', () => {
		expect(describeHost(hosted)).toBe('表征重点实验室 · 辽海大学 · 沈阳市');
	});

	it('names them in English where it is known', () => {
		overwriteGetLocale(() => 'en');

		expect(describeHost(hosted)).toBe('Characterisation Laboratory · Liaohai University · 沈阳市');
	});

	it.each([
		['is called like its organisation', '静岡大学'],
		['has its organisation in its name', '静岡大学 共同利用機器センター']
	])('names a platform once that %s', (_case, name) => {
		const organisation = { name: '静岡大学', name_en: null };

		expect(
			describeHost({ ...hosted, platform: { name, name_en: null }, organisation, city: null })
		).toBe(name);
	});
});
