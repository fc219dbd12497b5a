import { describe, expect, it } from 'vitest';
import { parseTenThousandYuan, parseYuan } from './fen.ts';

describe('parseYuan', () => {
	it.each([
		['1200.00', 120000],
		['19.99', 1999],
		['0.1', 10],
		['1,234,567.8', 123456780],
		['¥80', 8000],
		['￥80 元', 8000],
		['１２０．５', 12050],
		['0', 0],
		['4.350000', 435]
	])('reads %s', (text, fen) => {
		expect(parseYuan(text)).toBe(fen);
	});

	it.each(['', '-1', '0.001', '1,2', '1e3', '12.5万元', '面议', '1.2.3', '99999999999999999'])(
		'does not read %j',
		(text) => {
			expect(parseYuan(text)).toBeUndefined();
		}
	);
});

describe('parseTenThousandYuan', () => {
	it.each([
		['12.5', 12500000],
		['0.000001', 1],
		['120万元', 120000000]
	])('reads %s', (text, fen) => {
		expect(parseTenThousandYuan(text)).toBe(fen);
	});
});
