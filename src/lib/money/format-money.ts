import { getLocale, type Locale } from '#lib/paraglide/runtime.js';

const TAGS: Record<Locale, string> = { zh: 'zh-CN', en: 'en' };

/**
 * An amount as people write it: `¥420.50` in Chinese, `CN¥420.50` in English, where the bare sign
 * would read as yen. Whole amounts go without decimals.
 *
 * @param fen hundredths of the currency's unit
 */
export function formatMoney(fen: number, currency: string, locale: Locale = getLocale()): string {
	return new Intl.NumberFormat(TAGS[locale], {
		style: 'currency',
		currency,
		minimumFractionDigits: fen % 100 === 0 ? 0 : 2,
		maximumFractionDigits: 2
	}).format(fen / 100);
}

/** A share of a price: `30%`. */
export function formatShare(basisPoints: number, locale: Locale = getLocale()): string {
	return new Intl.NumberFormat(TAGS[locale], { style: 'percent', maximumFractionDigits: 2 }).format(
		basisPoints / 10000
	);
}
