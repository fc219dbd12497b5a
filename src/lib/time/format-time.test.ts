import { describe, expect, it } from 'vitest';
import { overwriteGetLocale } from '#lib/paraglide/runtime.js';
import {
	formatDateTime,
	formatDeadline,
	formatDuration,
	formatHours,
	formatPeriod,
	formatTimes,
	formatZone,
	showsSameTime
} from './format-time.ts';
import { toPeriod } from './period.ts';

const NOW = new Date('2026-11-24T00:00:00Z');

describe('formatDeadline', () => {
	it('is the day that ends where it is midnight', () => {
		overwriteGetLocale(() => 'zh');

		expect(formatDeadline(new Date('2026-12-02T16:00Z'), 'Asia/Shanghai', NOW)).toBe(
			'12月2日 周三'
		);
		expect(formatDeadline(new Date('2026-12-02T09:00Z'), 'Asia/Shanghai', NOW)).toBe(
			'12月2日 周三 17:00'
		);
	});
});

describe('formatPeriod', () => {
	it.each([
		[
			'within a day',
			'zh',
			'Asia/Shanghai',
			'2026-11-30T02:00Z',
			'2026-11-30T04:00Z',
			'11月30日 周一 10:00–12:00'
		],
		[
			'in English',
			'en',
			'Asia/Shanghai',
			'2026-11-30T02:00Z',
			'2026-11-30T04:00Z',
			'Mon 30 Nov 10:00–12:00'
		],
		[
			'over midnight',
			'zh',
			'Asia/Shanghai',
			'2026-11-30T14:00Z',
			'2026-11-30T18:00Z',
			'11月30日 周一 22:00 – 12月1日 周二 02:00'
		],
		[
			'until midnight',
			'zh',
			'Asia/Shanghai',
			'2026-11-30T14:00Z',
			'2026-11-30T16:00Z',
			'11月30日 周一 22:00–24:00'
		],
		[
			'in another year',
			'zh',
			'Asia/Shanghai',
			'2027-01-04T02:00Z',
			'2027-01-04T04:00Z',
			'2027年1月4日 周一 10:00–12:00'
		],
		[
			'in another zone',
			'zh',
			'Europe/Berlin',
			'2026-11-30T02:00Z',
			'2026-11-30T04:00Z',
			'11月30日 周一 03:00–05:00'
		],
		[
			'over the gap of 29 March 2026',
			'en',
			'Europe/Berlin',
			'2026-03-29T00:00Z',
			'2026-03-29T02:00Z',
			'Sun 29 Mar 01:00 (UTC+1)–04:00 (UTC+2)'
		],
		[
			'over the repeated hour of 25 October 2026',
			'en',
			'Europe/Berlin',
			'2026-10-25T00:30Z',
			'2026-10-25T01:30Z',
			'Sun 25 Oct 02:30 (UTC+2)–02:30 (UTC+1)'
		]
	] as const)('%s', (_name, locale, zone, start, end, text) => {
		overwriteGetLocale(() => locale);

		expect(formatPeriod(toPeriod({ start, end }), zone, NOW)).toBe(text);
	});
});

describe('times and zones', () => {
	it('are in the zone named, not in that of the machine', () => {
		overwriteGetLocale(() => 'zh');
		const period = toPeriod({ start: '2026-11-30T02:00Z', end: '2026-11-30T04:00Z' });

		expect(formatTimes(period, 'Asia/Tokyo')).toBe('11:00–13:00');
		expect(formatDateTime(period.start, 'Asia/Tokyo', NOW)).toBe('11月30日 周一 11:00');
		expect(formatZone('Asia/Shanghai', period.start)).toBe('北京时间');
		expect(formatZone('Asia/Tokyo', period.start)).toBe('日本时间');
		expect(formatZone('America/New_York', period.start)).toBe('America/New York (UTC−5)');
	});

	it('agree where the clocks show the same', () => {
		expect(showsSameTime('Asia/Shanghai', 'Asia/Singapore', NOW)).toBe(true);
		expect(showsSameTime('Asia/Shanghai', 'Asia/Tokyo', NOW)).toBe(false);
	});
});

describe('formatDuration', () => {
	it.each([
		['zh', 90, '1 小时 30 分钟'],
		['zh', 120, '2 小时'],
		['zh', 0, '0 分钟'],
		['zh', 1500, '1 天 1 小时'],
		['en', 60, '1 hour'],
		['en', 150, '2 hours 30 minutes'],
		['en', 1441, '1 day 1 minute']
	] as const)('in %s, %i minutes are %s', (locale, minutes, text) => {
		overwriteGetLocale(() => locale);

		expect(formatDuration(minutes)).toBe(text);
	});
});

describe('formatHours', () => {
	it.each([
		['zh', 3600, '60 小时'],
		['zh', 1470, '24 小时 30 分钟'],
		['zh', 45, '45 分钟'],
		['en', 3600, '60 hours']
	] as const)('in %s, %i minutes are %s', (locale, minutes, text) => {
		overwriteGetLocale(() => locale);

		expect(formatHours(minutes)).toBe(text);
	});
});
