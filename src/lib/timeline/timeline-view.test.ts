import { describe, expect, it } from 'vitest';
import { periodOf, readTimelineChoice } from './timeline-view.ts';

const NOW = new Date('2026-11-25T17:00:00Z');

function read(query: string, timeZone = 'Asia/Shanghai') {
	return readTimelineChoice(new URLSearchParams(query), timeZone, NOW);
}

describe('readTimelineChoice', () => {
	it('shows the current week of the lab when nothing is asked for', () => {
		expect(read('')).toMatchObject({
			view: 'week',
			date: '2026-11-23',
			previous: '2026-11-16',
			next: '2026-11-30'
		});
	});

	it("knows that the lab's day may be tomorrow already", () => {
		expect(read('view=day').date).toBe('2026-11-26');
	});

	it.for([
		['view=day&date=2026-12-01', ['2026-12-01', 1, '2026-11-30', '2026-12-02']],
		['view=week&date=2026-12-03', ['2026-11-30', 7, '2026-11-23', '2026-12-07']],
		['view=month&date=2026-02-14', ['2026-02-01', 28, '2026-01-01', '2026-03-01']],
		['view=month&date=2026-12-31', ['2026-12-01', 31, '2026-11-01', '2027-01-01']]
	] as const)('steps by what is shown: %s', ([query, expected]) => {
		const { date, dates, previous, next } = read(query);

		expect([date, dates.length, previous, next]).toEqual(expected);
	});

	it('takes nonsense for nothing', () => {
		expect(read('view=century&date=2026-02-30')).toEqual(read(''));
	});
});

describe('periodOf', () => {
	it('is as long as the days of the lab are', () => {
		const { dates } = read('view=day&date=2027-03-28', 'Europe/Berlin');

		const { start, end } = periodOf(dates, 'Europe/Berlin');

		expect((end.getTime() - start.getTime()) / 3_600_000).toBe(23);
	});
});
