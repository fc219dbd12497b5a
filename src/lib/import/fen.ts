/*
 * Money is read digit by digit: 19.99 times 100 is 1998.9999999999998 in floating point.
 */

/** Above this a number of fen would no longer be exact in JSON. */
const MOST_DIGITS = 15;

const AMOUNT = /^(?:CNY|RMB|¥)?\s*(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d+))?\s*$/i;

/**
 * An amount in fen, undefined when the text is no amount or is finer than a fen.
 *
 * @param decimals how many decimal places of the unit a fen is
 */
function parseAmount(text: string, unit: RegExp, decimals: number): number | undefined {
	const amount = text.normalize('NFKC').replace(unit, '').trim();
	const [, whole, fraction = ''] = AMOUNT.exec(amount) ?? [];
	if (whole === undefined) return undefined;
	const significant = fraction.replace(/0+$/, '');
	if (significant.length > decimals) return undefined;
	const digits = `${whole.replaceAll(',', '')}${significant.padEnd(decimals, '0')}`;
	return digits.replace(/^0+/, '').length > MOST_DIGITS ? undefined : Number(digits);
}

/** "1,200.50", "¥1200.5" and "1200.50元" are 120050. */
export function parseYuan(text: string): number | undefined {
	return parseAmount(text, /(?<!万)[元圆]\s*$/, 2);
}

/** "12.5" of 万元, as the national register counts an instrument's worth, is 12500000. */
export function parseTenThousandYuan(text: string): number | undefined {
	return parseAmount(text, /万元\s*$/, 6);
}
