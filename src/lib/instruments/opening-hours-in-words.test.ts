import { beforeEach, describe, expect, it } from 'vitest';
import { overwriteGetLocale } from '#lib/paraglide/runtime.js';
import { describeOpeningExceptions, describeOpeningHours } from './opening-hours-in-words.ts';

function onDays(weekdays: number[], opens: string, closes: string) {
	return weekdays.map((weekday) => ({ weekday, opens, closes }));
}

describe('describeOpeningHours', () => {
	beforeEach(() => {
		overwriteGetLocale(() => 'zh');
	});

	it('puts days with the same hours on one line and names the closed ones', () => {
		const rows = [
			...onDays([1, 2, 3, 4, 5], '13:00:00', '17:30:00'),
			...onDays([1, 2, 3, 4, 5], '08:30:00', '12:00:00'),
			...onDays([6], '09:00:00', '12:00:00')
		];

		expect(describeOpeningHours(rows)).toEqual([
			{ days: '周一至周五', hours: '08:30–12:00、13:00–17:30' },
			{ days: '周六', hours: '09:00–12:00' },
			{ days: '周日', hours: '不开放' }
		]);
	});

	it('names days apart from each other one by one', () => {
		expect(describeOpeningHours(onDays([1, 2, 4], '09:00:00', '17:00:00'))).toEqual([
			{ days: '周一、周二、周四', hours: '09:00–17:00' },
			{ days: '周三、周五至周日', hours: '不开放' }
		]);
	});

	it('says round the clock in words', () => {
		expect(describeOpeningHours(onDays([1, 2, 3, 4, 5, 6, 7], '00:00:00', '24:00:00'))).toEqual([
			{ days: '每天', hours: '全天' }
		]);
	});

	it('says nothing where no hours are known', () => {
		expect(describeOpeningHours([])).toEqual([]);
	});

	it('speaks the language of the page', () => {
		overwriteGetLocale(() => 'en');

		expect(describeOpeningHours(onDays([1, 2, 3, 4, 5], '09:00:00', '17:00:00'))).toEqual([
			{ days: 'Mon–Fri', hours: '09:00–17:00' },
			{ days: 'Sat, Sun', hours: 'closed' }
		]);
	});
});

describe('describeOpeningExceptions', () => {
	beforeEach(() => {
		overwriteGetLocale(() => 'zh');
	});

	it('lists days from today on, in order, with their reason', () => {
		const rows = [
			{ on_date: '2099-01-01', opens: null, closes: null, reason: '元旦' },
			{ on_date: '2098-12-05', opens: '13:00:00', closes: '17:00:00', reason: null },
			{ on_date: '2098-12-05', opens: '09:00:00', closes: '12:00:00', reason: '周六加开' },
			{ on_date: '2098-11-01', opens: null, closes: null, reason: '已过去' }
		];

		expect(describeOpeningExceptions(rows, '2098-12-05')).toEqual([
			{ days: '2098年12月5日 周五', hours: '09:00–12:00、13:00–17:00', reason: '周六加开' },
			{ days: '2099年1月1日 周四', hours: '不开放', reason: '元旦' }
		]);
	});
});
