import { locales, localizeHref } from '#lib/paraglide/runtime.js';

/** A page of the site map holds at most so many places; the protocol allows 50,000 addresses. */
export const SITEMAP_PAGE_SIZE = 10_000;

/** What the site map lists, by the folder of its pages. */
export const SITEMAP_SECTIONS = [
	'instruments',
	'datasets',
	'literature',
	'services',
	'platforms'
] as const;

export type SitemapSection = (typeof SITEMAP_SECTIONS)[number];

const HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n';
export const URLSET_START = `${HEAD}<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">\n`;
export const URLSET_END = '</urlset>\n';

/** One page of the site by its path, once for each language, each naming the others. */
export function toSitemapEntries(origin: string, path: string): string {
	const addresses = locales.map((locale) => ({
		locale,
		href: escapeXml(origin + localizeHref(path, { locale }))
	}));
	const alternates = addresses
		.map(({ locale, href }) => `<xhtml:link rel="alternate" hreflang="${locale}" href="${href}"/>`)
		.join('');
	return addresses.map(({ href }) => `<url><loc>${href}</loc>${alternates}</url>\n`).join('');
}

/** The index that names the pages of the site map. */
export function toSitemapIndex(origin: string, pages: string[]): string {
	const entries = pages
		.map((page) => `<sitemap><loc>${escapeXml(`${origin}/sitemaps/${page}.xml`)}</loc></sitemap>\n`)
		.join('');
	return `${HEAD}<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n${entries}</sitemapindex>\n`;
}

/** The names of the pages that hold so many places of a section: `instruments-0`, `instruments-1`. */
export function listSitemapPages(section: SitemapSection, count: number): string[] {
	const pages = Math.ceil(count / SITEMAP_PAGE_SIZE);
	return Array.from({ length: pages }, (_, page) => `${section}-${String(page)}`);
}

/** Reads the name of a page; null for one that was never listed. */
export function parseSitemapPage(name: string): { section: SitemapSection; offset: number } | null {
	const [, word, page] = /^([a-z]+)-(0|[1-9]\d{0,4})$/.exec(name) ?? [];
	const section = SITEMAP_SECTIONS.find((known) => known === word);
	return section === undefined ? null : { section, offset: Number(page) * SITEMAP_PAGE_SIZE };
}

function escapeXml(text: string): string {
	return text.replace(/[&<>"']/g, (character) => `&#${String(character.charCodeAt(0))};`);
}
