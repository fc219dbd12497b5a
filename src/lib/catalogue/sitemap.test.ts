import { describe, expect, it } from 'vitest';
import {
	listSitemapPages,
	parseSitemapPage,
	SITEMAP_PAGE_SIZE,
	toSitemapEntries,
	toSitemapIndex
} from './sitemap.ts';

describe('toSitemapEntries', () => {
	it('lists a page in each language with its alternates', () => {
		expect(toSitemapEntries('https://a.test', '/platforms')).toBe(
			'<url><loc>https://a.test/platforms</loc>' +
				'<xhtml:link rel="alternate" hreflang="zh" href="https://a.test/platforms"/>' +
				'<xhtml:link rel="alternate" hreflang="en" href="https://a.test/en/platforms"/></url>\n' +
				'<url><loc>https://a.test/en/platforms</loc>' +
				'<xhtml:link rel="alternate" hreflang="zh" href="https://a.test/platforms"/>' +
				'<xhtml:link rel="alternate" hreflang="en" href="https://a.test/en/platforms"/></url>\n'
		);
	});
});

describe('the pages of the site map', () => {
	it.each([
		['nothing', 0, []],
		['a single one', 1, ['instruments-0']],
		['a full page', SITEMAP_PAGE_SIZE, ['instruments-0']],
		['one more than a page', SITEMAP_PAGE_SIZE + 1, ['instruments-0', 'instruments-1']]
	])('hold %s', (_case, count, expected) => {
		expect(listSitemapPages('instruments', count)).toEqual(expected);
	});

	it('are read by the names they were listed under', () => {
		expect(parseSitemapPage('instruments-1')).toEqual({
			section: 'instruments',
			offset: SITEMAP_PAGE_SIZE
		});
	});

	it.each([
		'people-0',
		'instruments',
		'instruments--1',
		'instruments-01',
		'instruments-1000000',
		''
	])('do not include %j', (name) => {
		expect(parseSitemapPage(name)).toBeNull();
	});

	it('are named in the index', () => {
		expect(toSitemapIndex('https://a.test', ['datasets-0'])).toContain(
			'<sitemap><loc>https://a.test/sitemaps/datasets-0.xml</loc></sitemap>'
		);
	});
});
