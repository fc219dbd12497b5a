import { getLocale, type Locale } from '#lib/paraglide/runtime.js';

const UNITS = ['B', 'KB', 'MB', 'GB', 'TB', 'PB'];
const STEP = 1024;

/** A size to three figures at most, as `8 GB` or `1.5 MB`. */
export function formatBytes(bytes: number, locale: Locale = getLocale()): string {
	const power = Math.min(bytes < 1 ? 0 : Math.floor(Math.log2(bytes) / 10), UNITS.length - 1);
	const number = new Intl.NumberFormat(locale, { maximumSignificantDigits: 3 });
	return `${number.format(bytes / STEP ** power)} ${String(UNITS[power])}`;
}
