import { beforeEach, describe, expect, it } from 'vitest';
import { overwriteGetLocale } from '#lib/paraglide/runtime.js';
import { describePrices } from './instrument-price.ts';

describe('describePrices', () => {
	beforeEach(() => {
		overwriteGetLocale(() => 'zh');
	});

	it('names the price of outsiders first', () => {
		const prices = {
			internal_fen_per_hour: 15000,
			external_fen_per_hour: 42050,
			admits_outsiders: true,
			currency: 'CNY'
		};

		expect(describePrices(prices)).toEqual([
			{ customer: '外单位', price: '¥420.50 / 小时' },
			{ customer: '本单位', price: '¥150 / 小时' }
		]);
	});

	it('tells nothing from what is agreed case by case', () => {
		const prices = {
			internal_fen_per_hour: 0,
			external_fen_per_hour: null,
			admits_outsiders: true,
			currency: 'CNY'
		};

		expect(describePrices(prices)).toEqual([
			{ customer: '外单位', price: '面议' },
			{ customer: '本单位', price: '免费' }
		]);
	});

	it('names no price for people who are not admitted', () => {
		const prices = {
			internal_fen_per_hour: null,
			external_fen_per_hour: 42050,
			admits_outsiders: false,
			currency: 'CNY'
		};

		expect(describePrices(prices)).toEqual([{ customer: '本单位', price: '面议' }]);
	});
});
