import { describe, expect, it } from 'vitest';
import {
	addDays,
	dateIn,
	daysFrom,
	isCalendarDate,
	mondayOf,
	startOfDate
} from './calendar-date.ts';

describe('isCalendarDate', () => {
	it.each([
		['2026-11-30', true],
		['2028-02-29', true],
		['2026-02-29', false],
		['2026-11-31', false],
		['2026-1-1', false],
		['today', false]
	])('%s: %s', (text, answer) => {
		expect(isCalendarDate(text)).toBe(answer);
	});
});

describe('the week of an instant', () => {
	it.each([
		[
			'Sunday night in Shanghai, Sunday noon in London',
			'2026-11-29T15:59:59Z',
			'Asia/Shanghai',
			'2026-11-23'
		],
		[
			'a second later it is Monday in Shanghai',
			'2026-11-29T16:00:00Z',
			'Asia/Shanghai',
			'2026-11-30'
		],
		['and still Sunday in Berlin', '2026-11-29T16:00:00Z', 'Europe/Berlin', '2026-11-23'],
		['across the new year', '2027-01-01T04:00:00Z', 'Asia/Shanghai', '2026-12-28']
	])('%s', (_name, instant, zone, monday) => {
		expect(mondayOf(dateIn(new Date(instant), zone))).toBe(monday);
	});
});

describe('daysFrom', () => {
	it('counts days, not 24 hours', () => {
		expect(daysFrom('2026-10-24', 3)).toEqual(['2026-10-24', '2026-10-25', '2026-10-26']);
		expect(addDays('2026-03-01', -1)).toBe('2026-02-28');
	});
});

describe('startOfDate', () => {
	it.each([
		['Shanghai', '2026-11-30', 'Asia/Shanghai', '2026-11-29T16:00:00.000Z'],
		['Berlin on the day of 23 hours', '2026-03-29', 'Europe/Berlin', '2026-03-28T23:00:00.000Z'],
		['Berlin on the day after it', '2026-03-30', 'Europe/Berlin', '2026-03-29T22:00:00.000Z'],
		[
			'Santiago, where that day begins at one',
			'2026-09-06',
			'America/Santiago',
			'2026-09-06T04:00:00.000Z'
		],
		[
			'Havana, where midnight happens twice',
			'2026-11-01',
			'America/Havana',
			'2026-11-01T04:00:00.000Z'
		]
	])('%s', (_name, date, zone, instant) => {
		expect(startOfDate(date, zone)).toEqual(new Date(instant));
	});
});
