import { describe, expect, it } from 'vitest';
import { formatMoney } from './format-money.ts';

describe('formatMoney', () => {
	it.each([
		['whole yuan without decimals', 42000, 'CNY', 'zh', '¥420'],
		['fen with two decimals', 42050, 'CNY', 'zh', '¥420.50'],
		['thousands parted', 680000000, 'CNY', 'zh', '¥6,800,000'],
		['nothing as zero', 0, 'CNY', 'zh', '¥0'],
		['yuan told from yen in English', 42050, 'CNY', 'en', 'CN¥420.50'],
		['another currency by its own sign', 100, 'EUR', 'en', '€1']
	] as const)('writes %s', (_case, fen, currency, locale, expected) => {
		expect(formatMoney(fen, currency, locale)).toBe(expected);
	});
});
