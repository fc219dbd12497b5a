import { afterEach, describe, expect, it, vi } from 'vitest';
import * as paraglide from '#lib/paraglide/runtime.js';
import * as browser from './browser-language.ts';

const PATHS = [
	'/',
	'/search',
	'/search?q=%E7%94%B5%E9%95%9C&kind=instrument',
	'/instruments/0198/book?start=2026-12-01T10:00%2B08:00#choice',
	'/en',
	'/en/search?q=sem',
	'/en/lab#inbox',
	'/english',
	'/?q=a',
	'/en?q=a',
	'/zh/search'
];

describe('the language of a page, in the browser', () => {
	afterEach(() => {
		vi.unstubAllGlobals();
	});

	it.each(PATHS)('is that which Paraglide would read from %s', (path) => {
		const location = new URL(path, 'https://yixiang.test');
		vi.stubGlobal('location', location);
		vi.stubGlobal('window', { location });

		expect(browser.getLocale()).toBe(paraglide.extractLocaleFromUrl(location));
		expect(browser.extractLocaleFromUrl(location)).toBe(browser.getLocale());
		expect(browser.deLocalizeUrl(location).href).toBe(paraglide.deLocalizeUrl(location).href);
		expect(browser.deLocalizeHref(path)).toBe(paraglide.deLocalizeHref(path));
		for (const locale of paraglide.locales) {
			expect(browser.localizeHref(path, { locale })).toBe(paraglide.localizeHref(path, { locale }));
		}
	});

	it('is one of those that there are', () => {
		expect(browser.locales).toEqual(paraglide.locales);
		expect(browser.baseLocale).toBe(paraglide.baseLocale);
		expect(['zh', 'en', 'de', 1, null].filter(browser.isLocale)).toEqual(
			['zh', 'en', 'de', 1, null].filter(paraglide.isLocale)
		);
	});
});
