/**
 * What the browser's build has in place of Paraglide's runtime (`scripts/lean-client.ts`), which knows
 * of every way in which a site may choose its language. Here the address alone says it: `/en/…`, and
 * Chinese without a prefix.
 */
export const baseLocale = 'zh';
export const locales = ['zh', 'en'] as const;
export type Locale = (typeof locales)[number];

/** Paraglide's messages ask for it; a build of one language would have it. */
export const experimentalStaticLocale = undefined;

const PREFIX = /^\/(zh|en)(?=[/?#]|$)/i;

export function isLocale(value: unknown): value is Locale {
	return value === 'zh' || value === 'en';
}

export function getLocale(): Locale {
	return localeOf(location.pathname);
}

export function extractLocaleFromUrl({ pathname }: URL): Locale {
	return localeOf(pathname);
}

function localeOf(href: string): Locale {
	return PREFIX.exec(href)?.[1]?.toLowerCase() === 'en' ? 'en' : 'zh';
}

/** A path of the site, with what follows it, as that language has it. */
export function localizeHref(
	href: string,
	{ locale = getLocale() }: { locale?: Locale } = {}
): string {
	if (localeOf(href) === locale) return href;
	const path = deLocalizeHref(href);
	return locale === 'zh' ? path : `/en${path}`;
}

/** A path of the site, with what follows it, without its language. */
export function deLocalizeHref(href: string): string {
	const path = href.replace(PREFIX, '');
	return path.startsWith('/') ? path : `/${path}`;
}

export function deLocalizeUrl(url: URL): URL {
	return new URL(deLocalizeHref(url.pathname) + url.search + url.hash, url);
}
