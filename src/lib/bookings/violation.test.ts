import { describe, expect, it } from 'vitest';
import { overwriteGetLocale } from '#lib/paraglide/runtime.js';
import { explainViolation } from './violation.ts';

type Value = string | number | null;

describe('explainViolation', () => {
	it.each<[string, Value, Value, string]>([
		['order', null, null, '结束时间必须晚于开始时间。'],
		[
			'past',
			'2026-11-24T02:00:00+00:00',
			'2026-11-24T01:00:00+00:00',
			'所选的开始时间 11月24日 周二 09:00 已经过去，现在是 11月24日 周二 10:00。'
		],
		['lead_time', 1440, 185, '至少要提前 1 天预约，所选时段在 3 小时 5 分钟后就开始。'],
		['horizon', 30, 45, '最多可提前 30 天预约，所选时段在 45 天之后。'],
		['shortest', 60, 30, '每次至少预约 1 小时，所选时段为 30 分钟。'],
		['longest', 480, 600, '每次最多预约 8 小时，所选时段为 10 小时。'],
		[
			'granularity',
			30,
			'10:10–12:00',
			'开始和结束时间须为 30 分钟的整数倍（自零点起算），所选为 10:10–12:00。'
		],
		['opening_hours', null, null, '所选时段不全在开放时间内。'],
		[
			'overlap',
			1,
			'2026-11-30T01:45:00Z/2026-11-30T04:15:00Z',
			'这段时间已被占用：11月30日 周一 09:45–12:15（含准备和收尾时间）。'
		],
		[
			'overlap',
			3,
			'2026-11-30T01:45:00Z/2026-11-30T04:15:00Z',
			'3 个台位都已被占用，其中一个的占用时间为 11月30日 周一 09:45–12:15。'
		],
		['overlap', 1, null, '这段时间已被占用。'],
		['outsiders', null, null, '这台仪器只供所属单位的人员使用，不接受外单位预约。'],
		['not_bookable', null, null, '这台仪器目前不能在线预约。'],
		['moon_phase', null, null, 'as the database says it']
	])('puts %s into words', (rule, limit, actual, text) => {
		overwriteGetLocale(() => 'zh');

		const violation = { rule, limit, actual, message: 'as the database says it' };

		expect(explainViolation(violation, 'Asia/Shanghai')).toBe(text);
	});

	it('speaks English, and in UTC where the zone is unknown', () => {
		overwriteGetLocale(() => 'en');

		const violation = {
			rule: 'overlap',
			message: '',
			limit: 1,
			actual: '2026-11-30T01:45:00Z/2026-11-30T04:15:00Z'
		};

		expect(explainViolation(violation, null)).toBe(
			'This time is taken: Mon 30 Nov 01:45–04:15 (with set-up and clean-up).'
		);
	});
});
