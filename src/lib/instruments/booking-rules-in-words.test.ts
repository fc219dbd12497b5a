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
	gap_minutes: 0,
	off_hours_admitted: true,
	admits_outsiders: true,
	purpose_required: false,
	approval: 'none',
	approval_hours: 48,
	cancel_until_minutes: 0,
	late_cancel_bp: 0,
	late_cancel_counts: false,
	grace_minutes: null,
	no_show_bp: 0,
	no_show_limit: null,
	no_show_window_days: 90,
	suspension_days: 30
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
			{ about: '提前量', says: '可预约现在起 60 天内的时段' },
			{ about: '取消', says: '开始前可随时取消' }
		]);
	});

	it.each([
		['insiders only', { admits_outsiders: false }, '只接受本单位用户预约'],
		['approval', { approval: 'lab' }, '提交后由实验室在 2 天内确认，等待期间为您保留时段'],
		[
			'approval in two steps',
			{ approval: 'owner_then_lab', approval_hours: 24 },
			'先由本单位负责人同意，再由实验室确认，各在 1 天内；等待期间为您保留时段'
		],
		['closed nights', { off_hours_admitted: false }, '不开放预约'],
		['a gap', { gap_minutes: 120 }, '同一单位的两次预约须间隔 2 小时'],
		['that it wants a purpose', { purpose_required: true }, '预约时须填写'],
		['a deadline', { cancel_until_minutes: 1440 }, '请在开始前 1 天以上取消'],
		[
			'what a late cancellation costs',
			{ cancel_until_minutes: 1440, late_cancel_bp: 3000 },
			'开始前 1 天以上取消免费，之后收取价格的 30%'
		],
		['check-in', { grace_minutes: 30 }, '开始后 30 分钟内签到，否则时段释放给他人'],
		[
			'what a no-show costs',
			{ grace_minutes: 30, no_show_bp: 5000 },
			'开始后 30 分钟内签到，否则时段释放给他人，并收取价格的 50%'
		],
		['suspension', { no_show_limit: 3 }, '90 天内未到 3 次，暂停预约 30 天'],
		[
			'that late cancellations count',
			{ no_show_limit: 3, late_cancel_counts: true },
			'90 天内未到或逾期取消 3 次，暂停预约 30 天'
		],
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
			'At least 1 hour 30 minutes and at most 60 days ahead',
			'Any time before the start'
		]);
	});
});
