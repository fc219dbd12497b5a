import { localizeHref, locales, type Locale } from '#lib/paraglide/runtime.js';

/** The same page in another language. A form's action in the query is left out: a link can't post. */
export function alternateHref(url: URL, locale: Locale): string {
	const kept = [...url.searchParams].filter(([name]) => !name.startsWith('/'));
	const search = kept.length > 0 ? `?${new URLSearchParams(kept).toString()}` : '';

	return localizeHref(url.pathname + search, { locale });
}

/** The other one of the two languages. */
export function otherLocale(locale: Locale): Locale {
	return locales.find((candidate) => candidate !== locale) ?? locale;
}
