import { describe, expect, it } from 'vitest';
import { readWindow, stepOf, toHeatMap } from './utilisation.ts';

const WEEK = {
	timeZone: 'Asia/Shanghai',
	instrumentCount: 2,
	hours: [
		{ weekday: 1, hour: 9, open_minutes: 480, reserved_minutes: 240, used_minutes: 120 },
		{ weekday: 1, hour: 11, open_minutes: 480, reserved_minutes: 480, used_minutes: 0 },
		{ weekday: 6, hour: 10, open_minutes: 0, reserved_minutes: 60, used_minutes: 30 }
	]
};

describe('toHeatMap', () => {
	it('keeps reserved and used apart, each held against what was open', () => {
		const reserved = toHeatMap(WEEK, 'reserved');
		const used = toHeatMap(WEEK, 'used');

		expect(reserved.days[0]?.map(({ share }) => share)).toEqual([0.5, null, 1]);
		expect(used.days[0]?.map(({ share }) => share)).toEqual([0.25, null, 0]);
		expect(reserved.totals).toEqual({ open: 960, reserved: 780, used: 150 });
		expect(used.totals).toEqual(reserved.totals);
	});

	it('shows the hours from the first to the last that have anything, on all seven days', () => {
		const { hours, days } = toHeatMap(WEEK, 'reserved');

		expect(hours).toEqual([9, 10, 11]);
		expect(days.map((day) => day.length)).toEqual(Array(7).fill(3));
	});

	it('has no share where nothing was open, though somebody was in', () => {
		const saturday = toHeatMap(WEEK, 'used').days[5]?.[1];

		expect(saturday).toMatchObject({ minutes: 30, openMinutes: 0, share: null });
	});

	it('names the busiest hour', () => {
		expect(toHeatMap(WEEK, 'reserved').busiest).toMatchObject({ weekday: 1, hour: 11 });
		expect(toHeatMap({ ...WEEK, hours: [] }, 'reserved')).toMatchObject({
			busiest: null,
			hours: []
		});
	});
});

describe('stepOf', () => {
	it.for([
		[0, 0],
		[0.01, 1],
		[0.2, 1],
		[0.21, 2],
		[0.81, 5],
		[1.4, 5]
	] as const)('%f is step %i', ([share, step]) => {
		expect(stepOf(share)).toBe(step);
	});
});

describe('readWindow', () => {
	const now = new Date('2026-11-30T17:00:00Z');
	function read(query: string) {
		return readWindow(new URLSearchParams(query), 'Asia/Shanghai', now);
	}

	it('is the four weeks up to the day that it is at the lab', () => {
		expect(read('')).toEqual({ from: '2026-11-04', to: '2026-12-01', isRefused: false });
	});

	it('is what was asked for, up to 92 days', () => {
		expect(read('from=2026-01-01&to=2026-04-02')).toEqual({
			from: '2026-01-01',
			to: '2026-04-02',
			isRefused: false
		});
	});

	it.for([
		'from=2026-01-01&to=2026-04-03',
		'from=2026-02-01&to=2026-01-31',
		'from=2026-02-30',
		'to=x'
	])('says that %s is no window', (query) => {
		expect(read(query)).toEqual({ ...read(''), isRefused: true });
	});
});
