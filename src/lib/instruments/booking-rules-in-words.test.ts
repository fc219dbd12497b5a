import { beforeEach, describe, expect, it } from 'vitest';
import { overwriteGetLocale } from '#lib/paraglide/runtime.js';
import { describeBookingRules, type BookingRules } from './booking-rules-in-words.ts';

const plainRules: BookingRules = {
	granularity_minutes: 30,
	shortest_minutes: 60,
	longest_minutes: 480,
	lead_minutes: 0,
	horizon_days: 60,
	setup_minutes: 0,
	teardown_minutes: 0,
	admits_outsiders: true,
	approval_needed: false
};

/** The line about one subject, by the place it has in every list. */
function sayingsOf(rules: Partial<BookingRules>, units = 1): string[] {
	return describeBookingRules({ ...plainRules, ...rules }, units).map(({ says }) => says);
}

describe('describeBookingRules', () => {
	beforeEach(() => {
		overwriteGetLocale(() => 'zh');
	});

	it('says all that a plain instrument asks for, and nothing about what it does not', () => {
		expect(describeBookingRules(plainRules, 1)).toEqual([
			{ about: '谁可以预约', says: '本单位和外单位用户均可预约' },
			{ about: '审批', says: '时段空闲即可约定，无需审批' },
			{ about: '每次时长', says: '1 小时至 8 小时' },
			{ about: '起止时间', says: '须为 30 分钟的整数倍，自零点起算' },
			{ about: '提前量', says: '可预约现在起 60 天内的时段' }
		]);
	});

	it.each([
		['insiders only', { admits_outsiders: false }, '只接受本单位用户预约'],
		['approval', { approval_needed: true }, '提交后由实验室确认，等待期间为您保留时段'],
		['one length', { shortest_minutes: 120, longest_minutes: 120 }, '固定 2 小时'],
		['the full hour', { granularity_minutes: 60 }, '须为整点'],
		['whole days', { granularity_minutes: 1440 }, '以整天为单位，自零点起算'],
		['a lead', { lead_minutes: 1440 }, '须至少提前 1 天，最远 60 天'],
		[
			'equal buffers',
			{ setup_minutes: 15, teardown_minutes: 15 },
			'前后各占用 15 分钟，不计入您的时段'
		],
		['set-up', { setup_minutes: 15 }, '之前占用 15 分钟准备，不计入您的时段'],
		['tear-down', { teardown_minutes: 90 }, '之后占用 1 小时 30 分钟清理，不计入您的时段'],
		[
			'buffers that differ',
			{ setup_minutes: 15, teardown_minutes: 30 },
			'之前占用 15 分钟准备，之后占用 30 分钟清理，不计入您的时段'
		]
	] as const)('names %s', (_case, rules, expected) => {
		expect(sayingsOf(rules)).toContain(expected);
	});

	it('says how many it serves at once', () => {
		expect(sayingsOf({}, 3)).toContain('可同时服务 3 位用户');
	});

	it('speaks the language of the page', () => {
		overwriteGetLocale(() => 'en');

		expect(sayingsOf({ lead_minutes: 90 })).toEqual([
			'The host’s own people and everybody else',
			'None: a free slot is yours when you book it',
			'1 hour to 8 hours',
			'On multiples of 30 minutes, counted from midnight',
			'At least 1 hour 30 minutes and at most 60 days ahead'
		]);
	});
});
