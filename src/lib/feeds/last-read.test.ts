import { describe, expect, it } from 'vitest';
import { overwriteGetLocale } from '#lib/paraglide/runtime.js';
import { lastReadInWords } from './last-read.ts';

const NOW = new Date('2026-11-24T12:00:00Z');

describe('lastReadInWords', () => {
	it.each([
		['never', null, '还没有日历读取过'],
		['this minute', '2026-11-24T11:59:30Z', '刚刚被读取'],
		['minutes ago', '2026-11-24T11:15:00Z', '45 分钟前被读取'],
		['hours ago', '2026-11-24T08:31:00Z', '3 小时前被读取'],
		['days ago', '2026-11-21T10:00:00Z', '3 天前被读取']
	])('says that a feed was read %s', (_, readAt, text) => {
		overwriteGetLocale(() => 'zh');

		expect(lastReadInWords(readAt === null ? null : new Date(readAt), NOW)).toBe(text);
	});
});
