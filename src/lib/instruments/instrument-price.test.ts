import { beforeEach, describe, expect, it } from 'vitest';
import { overwriteGetLocale } from '#lib/paraglide/runtime.js';
import { describePrices, type Tariff } from './instrument-price.ts';

function aTariff(tariff: Partial<Tariff>): Tariff {
	return {
		customer_kind: 'everyone',
		basis: 'hour',
		rate_fen: 42050,
		minimum_fen: 0,
		off_hours_bp: 10000,
		currency: 'CNY',
		...tariff
	};
}

describe('describePrices', () => {
	beforeEach(() => {
		overwriteGetLocale(() => 'zh');
	});

	it('names the price of outsiders before that of insiders', () => {
		const tariffs = [aTariff({ customer_kind: 'internal', rate_fen: 15000 }), aTariff({})];

		expect(describePrices(tariffs, true)).toEqual([
			{ customer: '外单位', price: '¥420.50 / 小时' },
			{ customer: '本单位', price: '¥150 / 小时' }
		]);
	});

	it('names first the kinds of customer that have a price of their own', () => {
		const tariffs = [aTariff({}), aTariff({ customer_kind: 'startup', rate_fen: 20000 })];

		expect(describePrices(tariffs, true)).toEqual([
			{ customer: '创业企业', price: '¥200 / 小时' },
			{ customer: '外单位', price: '¥420.50 / 小时' },
			{ customer: '本单位', price: '¥420.50 / 小时' }
		]);
	});

	it('says what else makes up the price', () => {
		const tariffs = [aTariff({ rate_fen: 10000, off_hours_bp: 15000, minimum_fen: 5000 })];

		expect(describePrices(tariffs, true)[0]?.price).toBe(
			'¥100 / 小时，夜间和周末 ¥150 / 小时，最低收费 ¥50'
		);
	});

	it('tells a price for a booking from one for an hour', () => {
		expect(describePrices([aTariff({ basis: 'session' })], true)[0]?.price).toBe('¥420.50 / 次');
	});

	it('tells nothing from what is agreed case by case', () => {
		const tariffs = [aTariff({ customer_kind: 'internal', rate_fen: 0 })];

		expect(describePrices(tariffs, true)).toEqual([
			{ customer: '外单位', price: '面议' },
			{ customer: '本单位', price: '免费' }
		]);
	});

	it('names no price for people who are not admitted', () => {
		const tariffs = [aTariff({}), aTariff({ customer_kind: 'internal', rate_fen: null })];

		expect(describePrices(tariffs, false)).toEqual([{ customer: '本单位', price: '面议' }]);
	});
});
