import { describe, expect, it } from 'vitest';
import { formatTimes } from '#lib/time/format-time.ts';
import { toPeriod } from '#lib/time/period.ts';
import { listSlots } from './slots.ts';

type Gap = [start: string, end: string];

function slotsOf(gaps: Gap[], granularity: number, duration: number, timezone = 'Asia/Shanghai') {
	const free = gaps.map(([start, end]) => toPeriod({ start, end }));
	return listSlots({ free, timezone }, { granularity_minutes: granularity }, duration).map((slot) =>
		formatTimes(slot, timezone)
	);
}

describe('listSlots', () => {
	it.each<[string, Gap[], number, number, string[]]>([
		[
			'each half hour that leaves room',
			[['2026-11-30T01:00Z', '2026-11-30T03:00Z']],
			30,
			60,
			['09:00–10:00', '09:30–10:30', '10:00–11:00']
		],
		[
			'nothing in a gap that is too short',
			[['2026-11-30T01:00Z', '2026-11-30T01:30Z']],
			30,
			60,
			[]
		],
		[
			'the first start of a gap off the half hour, then the half hours',
			[['2026-11-30T01:15Z', '2026-11-30T03:00Z']],
			15,
			60,
			['09:15–10:15', '09:30–10:30', '10:00–11:00']
		],
		[
			'the hours of a grid of hours',
			[['2026-11-30T01:00Z', '2026-11-30T04:00Z']],
			60,
			120,
			['09:00–11:00', '10:00–12:00']
		],
		[
			'a start that two units have only once',
			[
				['2026-11-30T01:00Z', '2026-11-30T02:00Z'],
				['2026-11-30T01:00Z', '2026-11-30T02:30Z']
			],
			30,
			60,
			['09:00–10:00', '09:30–10:30']
		],
		[
			'no slot across two gaps that touch',
			[
				['2026-11-30T01:00Z', '2026-11-30T02:00Z'],
				['2026-11-30T02:00Z', '2026-11-30T03:00Z']
			],
			60,
			120,
			[]
		]
	])('offers %s', (_name, gaps, granularity, duration, expected) => {
		expect(slotsOf(gaps, granularity, duration)).toEqual(expected);
	});

	it('keeps to the grid of the wall over the gap of 29 March 2026 in Berlin', () => {
		const gap: Gap = ['2026-03-28T23:00Z', '2026-03-29T04:00Z'];

		expect(slotsOf([gap], 120, 120, 'Europe/Berlin')).toEqual(['04:00–06:00']);
	});

	it('offers both hours of two on 25 October 2026 in Berlin', () => {
		const gap: Gap = ['2026-10-25T00:00Z', '2026-10-25T02:00Z'];

		expect(slotsOf([gap], 60, 60, 'Europe/Berlin')).toEqual([
			'02:00 (UTC+2)–02:00 (UTC+1)',
			'02:00–03:00'
		]);
	});
});
