import { describe, expect, it } from 'vitest';
import { deadlineOf } from './deadline.ts';

const NOW = new Date('2026-11-30T02:00:00Z');

describe('deadlineOf', () => {
	it.for([
		['2026-11-30T02:00:30Z', 'urgent', '即将过期'],
		['2026-11-30T05:59:59Z', 'urgent', '紧急 · 剩 3 小时 59 分钟'],
		['2026-11-30T09:30:00Z', 'due', '剩 7 小时'],
		['2026-12-02T04:59:00Z', 'later', '剩 2 天 2 小时']
	] as const)('says how long is left until %s', ([decideBy, urgency, text]) => {
		expect(deadlineOf(new Date(decideBy), NOW)).toEqual({ urgency, text });
	});
});
