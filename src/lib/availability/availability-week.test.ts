import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, startOfDate } from '#lib/time/calendar-date.ts';
import { formatTimes } from '#lib/time/format-time.ts';
import { minutesOf, toPeriod, type Period } from '#lib/time/period.ts';
import { layOutWeek, type AvailabilityWeek, type Cell } from './availability-week.ts';
import type { Availability } from './availability.ts';

const NOW = new Date('2026-01-01T00:00Z');

function period(start: string, end: string): Period {
	return toPeriod({ start, end });
}

function layOut(availability: Partial<Availability>, monday: string, granularity = 60, units = 1) {
	return layOutWeek(
		{ timezone: 'Asia/Shanghai', open: [], busy: [], free: [], barred: [], ...availability },
		{ granularity_minutes: granularity },
		{ monday, durationMinutes: 120, units, now: NOW }
	);
}

/** A day as `09:00 start 60`: where each cell begins, its kind and how many minutes it stands for. */
function readDay(week: AvailabilityWeek, day: number): string[] {
	return (week.days[day]?.cells ?? []).flatMap((cell, row) =>
		typeof cell === 'object'
			? [
					[week.rows[row]?.time, week.rows[row]?.offset, cell.kind, minutesOf(cell.period)]
						.filter((part) => part !== null)
						.join(' ')
				]
			: []
	);
}

describe('layOutWeek', () => {
	it('tells starts, other free time, taken and blocked time apart, with an hour of air', () => {
		const week = layOut(
			{
				open: [period('2026-11-30T01:00Z', '2026-11-30T09:00Z')],
				busy: [{ ...period('2026-11-30T03:45Z', '2026-11-30T06:15Z'), kind: 'booking', unit: 1 }],
				free: [period('2026-11-30T01:00Z', '2026-11-30T03:00Z')]
			},
			'2026-11-30'
		);

		expect(readDay(week, 0)).toEqual([
			'08:00 closed 60',
			'09:00 start 60',
			'10:00 free 60',
			'11:00 taken 150',
			'15:00 blocked 120',
			'17:00 closed 60'
		]);
		expect(readDay(week, 1)).toEqual(['08:00 closed 600']);
		expect(week.slots.map((slot) => formatTimes(slot, 'Asia/Shanghai'))).toEqual(['09:00–11:00']);
		expect(week.days.map(({ slotCount }) => slotCount)).toEqual([1, 0, 0, 0, 0, 0, 0]);
	});

	it('offers what begins on the last day and ends after the week, and nothing of the next', () => {
		const week = layOut(
			{
				open: [period('2026-12-06T14:00Z', '2026-12-06T20:00Z')],
				free: [period('2026-12-06T14:00Z', '2026-12-06T20:00Z')]
			},
			'2026-11-30'
		);

		expect(week.slots.map((slot) => formatTimes(slot, 'Asia/Shanghai'))).toEqual([
			'22:00–24:00',
			'23:00–01:00'
		]);
		expect(week.days.map(({ slotCount }) => slotCount)).toEqual([0, 0, 0, 0, 0, 0, 2]);
	});

	it('shows a step as taken that is taken for half of it, to the minute', () => {
		const week = layOut(
			{
				open: [period('2026-11-30T01:00Z', '2026-11-30T09:00Z')],
				busy: [{ ...period('2026-11-30T02:30Z', '2026-11-30T04:15Z'), kind: 'booking', unit: 1 }],
				free: [
					period('2026-11-30T01:00Z', '2026-11-30T02:30Z'),
					period('2026-11-30T04:15Z', '2026-11-30T05:00Z')
				]
			},
			'2026-11-30'
		);

		expect(readDay(week, 0).slice(1, 4)).toEqual([
			'09:00 free 60',
			'10:00 taken 105',
			'12:00 free 60'
		]);
	});

	it('shows a working day when nothing is open all week', () => {
		const week = layOut({}, '2026-11-30');

		expect(week.rows.map(({ time }) => time)).toEqual([
			'09:00',
			'10:00',
			'11:00',
			'12:00',
			'13:00',
			'14:00',
			'15:00',
			'16:00',
			'17:00'
		]);
		expect(readDay(week, 6)).toEqual(['09:00 closed 540']);
	});

	describe('with two units', () => {
		const span = period('2026-11-30T01:00Z', '2026-11-30T03:00Z');
		function busyUnit(unit: number) {
			return { ...span, kind: 'booking' as const, unit };
		}

		it('shows time as free while one of them is', () => {
			const week = layOut({ open: [span], busy: [busyUnit(1)], free: [span] }, '2026-11-30', 60, 2);

			expect(readDay(week, 0).slice(1, 3)).toEqual(['09:00 start 60', '10:00 free 60']);
		});

		it('shows time as taken when both are, and one as no longer bookable when it is past', () => {
			const both = layOut({ open: [span], busy: [busyUnit(1), busyUnit(2)] }, '2026-11-30', 60, 2);
			const one = layOut({ open: [span], busy: [busyUnit(1)] }, '2026-11-30', 60, 2);

			expect(readDay(both, 0)[1]).toBe('09:00 taken 120');
			expect(readDay(one, 0)[1]).toBe('09:00 blocked 120');
		});
	});

	describe('in Berlin', () => {
		function always(monday: string): Partial<Availability> {
			const zone = 'Europe/Berlin';
			const week = {
				start: startOfDate(monday, zone),
				end: startOfDate(addDays(monday, 7), zone)
			};
			return { timezone: zone, open: [week], free: [week] };
		}

		it('leaves the missing hour of 29 March 2026 empty and keeps three o’clock in its row', () => {
			const week = layOut(always('2026-03-23'), '2026-03-23');
			const sunday = week.days[6];

			expect(sunday?.minutes).toBe(1380);
			expect(sunday?.cells[2]).toBe('none');
			expect(week.rows[3]?.time).toBe('03:00');
			expect(sunday?.cells[3]).toMatchObject({
				period: period('2026-03-29T01:00Z', '2026-03-29T02:00Z')
			});
		});

		it('gives the second two o’clock of 25 October 2026 a row of its own', () => {
			const week = layOut(always('2026-10-19'), '2026-10-19');

			expect(week.rows.slice(1, 5)).toEqual([
				{ time: '01:00', offset: null },
				{ time: '02:00', offset: null },
				{ time: '02:00', offset: 'UTC+1' },
				{ time: '03:00', offset: null }
			]);
			expect(week.days[6]?.minutes).toBe(1500);
			expect(week.days[6]?.cells[3]).toMatchObject({
				period: period('2026-10-25T01:00Z', '2026-10-25T02:00Z')
			});
			expect(week.days[5]?.cells[3]).toBe('none');
		});

		it('puts the half hours of the second hour after those of the first', () => {
			const week = layOut(always('2026-10-19'), '2026-10-19', 30);

			expect(week.rows.slice(4, 9).map(({ time, offset }) => [time, offset])).toEqual([
				['02:00', null],
				['02:30', null],
				['02:00', 'UTC+1'],
				['02:30', 'UTC+1'],
				['03:00', null]
			]);
		});

		it.each([
			['of 23 hours', '2026-03-23'],
			['of 25 hours', '2026-10-19']
		])('keeps a day %s whole where an instrument is booked by the day', (_name, monday) => {
			const week = layOut(always(monday), monday, 1440);

			expect(week.rows).toEqual([{ time: '00:00', offset: null }]);
		});
	});

	it('accounts for every minute of every day, whatever the zone, week and grid', () => {
		const zones = [
			'Asia/Shanghai',
			'Europe/Berlin',
			'America/New_York',
			'America/Santiago',
			'Australia/Lord_Howe',
			'Asia/Kathmandu',
			'America/Havana',
			'Africa/Casablanca'
		];
		fc.assert(
			fc.property(
				fc.constantFrom(...zones),
				fc.integer({ min: 0, max: 520 }),
				fc.constantFrom(5, 15, 30, 45, 60, 90, 120, 240, 1440),
				(timezone, weeks, granularity) => {
					const monday = addDays('2020-01-06', weeks * 7);
					const span = {
						start: startOfDate(monday, timezone),
						end: startOfDate(addDays(monday, 7), timezone)
					};
					const week = layOutWeek(
						{ timezone, open: [span], busy: [], free: [], barred: [] },
						{ granularity_minutes: granularity },
						{ monday, durationMinutes: 120, units: 1, now: NOW }
					);

					const shown = week.days.map(({ cells }) =>
						cells
							.filter((cell): cell is Cell => typeof cell === 'object')
							.reduce((sum, cell) => sum + minutesOf(cell.period), 0)
					);
					expect(shown).toEqual(week.days.map(({ minutes }) => minutes));
				}
			),
			{ numRuns: 100 }
		);
	}, 60_000);
});
