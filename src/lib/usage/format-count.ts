import { getLocale, type Locale } from '#lib/paraglide/runtime.js';

/** A number as people read it: 12,345. */
export function formatCount(count: number, locale: Locale = getLocale()): string {
	return new Intl.NumberFormat(locale).format(count);
}
