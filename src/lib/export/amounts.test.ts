import { describe, expect, it } from 'vitest';
import { parseTenThousandYuan, parseYuan } from '#lib/import/fen.ts';
import { toTenThousandYuan, toYuan } from './amounts.ts';

describe('an amount', () => {
	it.each([
		[0, '0', '0'],
		[1, '0.01', '0.000001'],
		[120_050, '1200.5', '0.12005'],
		[10_000_000, '100000', '10'],
		[999_999_999_999, '9999999999.99', '999999.999999']
	])('of %d fen is written by its digits', (fen, yuan, tenThousandYuan) => {
		expect([toYuan(fen), toTenThousandYuan(fen)]).toEqual([yuan, tenThousandYuan]);
	});

	it.each([0, 1, 10, 99, 100, 1_000_000, 123_456_789, 50_000_000, 999_999_999_999])(
		'of %d fen is read by the importer to the fen',
		(fen) => {
			expect(parseYuan(toYuan(fen))).toBe(fen);
			expect(parseTenThousandYuan(toTenThousandYuan(fen))).toBe(fen);
		}
	);
});
