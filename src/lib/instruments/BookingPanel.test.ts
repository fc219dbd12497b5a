import { render } from 'svelte/server';
import { beforeEach, describe, expect, it } from 'vitest';
import { overwriteGetLocale } from '#lib/paraglide/runtime.js';
import BookingPanel from './BookingPanel.svelte';
import { describeCost } from './instrument-price.ts';
import type { Standing } from './standing.ts';
import { standingInWords } from './standing-in-words.ts';

const rules = { admits_outsiders: true };
const instrument = {
	id: '30000000-0000-4000-8000-000000000001',
	language: 'zh',
	class_code: '010100',
	tariffs: [
		{
			customer_kind: 'everyone' as const,
			basis: 'hour',
			rate_fen: 42050,
			minimum_fen: 0,
			off_hours_bp: 10000,
			currency: 'CNY'
		},
		{
			customer_kind: 'internal' as const,
			basis: 'hour',
			rate_fen: 15000,
			minimum_fen: 0,
			off_hours_bp: 10000,
			currency: 'CNY'
		}
	],
	fee_band: 'unknown' as const,
	fee_note: null,
	landing_page: null
};
const BOOKING_PAGE = `/instruments/${instrument.id}/book`;

function standingAs(standing: Standing) {
	return { standing, text: standingInWords(standing).text };
}

describe('BookingPanel', () => {
	beforeEach(() => {
		overwriteGetLocale(() => 'zh');
	});

	it('leads outsiders to the booking page with the price beside it', () => {
		const { body } = render(BookingPanel, {
			props: {
				instrument,
				prices: describeCost({ ...instrument, rules }),
				...standingAs('bookable')
			}
		});

		expect(body).toContain(`href="${BOOKING_PAGE}"`);
		expect(body).toContain('¥420.50 / 小时');
		expect(body).not.toContain('查找同类仪器');
	});

	it('tells outsiders that an instrument is for insiders, and where to look instead', () => {
		const { body } = render(BookingPanel, {
			props: {
				instrument,
				prices: describeCost({ ...instrument, rules: { admits_outsiders: false } }),
				...standingAs('insiders')
			}
		});

		expect(body).toContain('只接受本单位用户在线预约');
		expect(body).toContain(`href="${BOOKING_PAGE}"`);
		expect(body).toContain('查找同类仪器');
		expect(body).not.toContain('¥420.50');
	});

	it.each([
		['ask', '不在本网站预约'],
		['closed', '不对外开放'],
		['unknown', '没有说明是否对外开放'],
		['retired', '已经停用']
	] as const)('offers no booking of one that is %s, and says why', (standing, reason) => {
		const { body } = render(BookingPanel, {
			props: {
				instrument,
				prices: describeCost({ ...instrument, rules: null }),
				...standingAs(standing)
			}
		});

		expect(body).toContain(reason);
		expect(body).not.toContain(BOOKING_PAGE);
	});
});
