import { tzOffset } from '@date-fns/tz';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
	formatOffset,
	isTimeZone,
	isWallTime,
	minutesOfDay,
	readWallTime,
	toWallTime
} from './wall-time.ts';

describe('readWallTime', () => {
	it.each([
		[
			'an ordinary day in Shanghai',
			'2026-11-30T10:00',
			'Asia/Shanghai',
			'2026-11-30T02:00:00.000Z'
		],
		['winter in Berlin', '2026-12-01T10:00', 'Europe/Berlin', '2026-12-01T09:00:00.000Z'],
		['summer in Berlin', '2026-07-01T10:00', 'Europe/Berlin', '2026-07-01T08:00:00.000Z'],
		[
			'the last minute before the gap of 29 March 2026',
			'2026-03-29T01:59',
			'Europe/Berlin',
			'2026-03-29T00:59:00.000Z'
		],
		[
			'the first minute after that gap',
			'2026-03-29T03:00',
			'Europe/Berlin',
			'2026-03-29T01:00:00.000Z'
		],
		[
			'the last minute before the repeated hour of 25 October 2026',
			'2026-10-25T01:59',
			'Europe/Berlin',
			'2026-10-24T23:59:00.000Z'
		],
		[
			'the first minute after that hour',
			'2026-10-25T03:00',
			'Europe/Berlin',
			'2026-10-25T02:00:00.000Z'
		],
		['a zone of half an hour', '2026-11-30T10:00', 'Asia/Kolkata', '2026-11-30T04:30:00.000Z'],
		[
			'seconds as a browser may write them',
			'2026-11-30T10:00:00',
			'UTC',
			'2026-11-30T10:00:00.000Z'
		]
	])('finds the one instant: %s', (_name, wall, zone, instant) => {
		expect(readWallTime(wall, zone)).toEqual({ kind: 'unique', instant: new Date(instant) });
	});

	it.each([
		['Berlin, 29 March 2026', '2026-03-29T02:30', 'Europe/Berlin', '2026-03-29T01:00:00.000Z'],
		['New York, 8 March 2026', '2026-03-08T02:00', 'America/New_York', '2026-03-08T07:00:00.000Z'],
		['Shanghai, 4 May 1986', '1986-05-04T02:15', 'Asia/Shanghai', '1986-05-03T18:00:00.000Z'],
		[
			'Santiago at midnight, 6 September 2026',
			'2026-09-06T00:00',
			'America/Santiago',
			'2026-09-06T04:00:00.000Z'
		],
		[
			'Lord Howe by half an hour, 4 October 2026',
			'2026-10-04T02:10',
			'Australia/Lord_Howe',
			'2026-10-03T15:30:00.000Z'
		]
	])('says when the clocks jumped over it: %s', (_name, wall, zone, next) => {
		expect(readWallTime(wall, zone)).toEqual({ kind: 'skipped', next: new Date(next) });
	});

	it.each([
		[
			'Berlin, 25 October 2026',
			'2026-10-25T02:30',
			'Europe/Berlin',
			'2026-10-25T00:30:00.000Z',
			'2026-10-25T01:30:00.000Z'
		],
		[
			'New York, 1 November 2026',
			'2026-11-01T01:00',
			'America/New_York',
			'2026-11-01T05:00:00.000Z',
			'2026-11-01T06:00:00.000Z'
		],
		[
			'Lord Howe by half an hour, 5 April 2026',
			'2026-04-05T01:45',
			'Australia/Lord_Howe',
			'2026-04-04T14:45:00.000Z',
			'2026-04-04T15:15:00.000Z'
		]
	])('gives both instants of a time that happens twice: %s', (_name, wall, zone, first, second) => {
		expect(readWallTime(wall, zone)).toEqual({
			kind: 'repeated',
			first: new Date(first),
			second: new Date(second)
		});
	});

	it.each([
		'',
		'2026-11-30',
		'2026-11-31T10:00',
		'2026-02-29T10:00',
		'2026-11-30T24:00',
		'2026-11-30T10:60',
		'2026-11-30T10:00Z',
		"2026-11-30T10:00'; drop"
	])('refuses %o', (text) => {
		expect(readWallTime(text, 'Asia/Shanghai')).toBeNull();
		expect(isWallTime(text)).toBe(false);
	});
});

describe('toWallTime', () => {
	it.each([
		['2026-11-30T02:00:00Z', 'Asia/Shanghai', '2026-11-30T10:00'],
		['2026-11-30T16:00:00Z', 'Asia/Shanghai', '2026-12-01T00:00'],
		['2026-10-25T00:30:00Z', 'Europe/Berlin', '2026-10-25T02:30'],
		['2026-10-25T01:30:00Z', 'Europe/Berlin', '2026-10-25T02:30']
	])('%s in %s is %s', (instant, zone, wall) => {
		expect(toWallTime(new Date(instant), zone)).toBe(wall);
	});
});

describe('minutesOfDay', () => {
	it.each([
		['2026-11-30T02:05:00Z', 'Asia/Shanghai', 605],
		['2026-11-30T16:00:00Z', 'Asia/Shanghai', 0],
		['1969-12-31T23:59:30Z', 'UTC', 1439],
		['2026-10-25T00:59:00Z', 'Europe/Berlin', 179],
		['2026-10-25T01:00:00Z', 'Europe/Berlin', 120]
	])('%s in %s is minute %i', (instant, zone, minutes) => {
		expect(minutesOfDay(new Date(instant), zone)).toBe(minutes);
	});
});

describe('the offset of an instant', () => {
	const ZONES = ['Asia/Shanghai', 'Europe/Berlin', 'Australia/Lord_Howe', 'Africa/Casablanca'];

	it('is what the library says, also on the days of a change', () => {
		fc.assert(
			fc.property(
				fc.constantFrom(...ZONES),
				fc.date({
					min: new Date('1975-01-01'),
					max: new Date('2037-01-01'),
					noInvalidDate: true
				}),
				(zone, instant) => {
					const shifted = instant.getTime() + tzOffset(zone, instant) * 60_000;
					expect(toWallTime(instant, zone)).toBe(new Date(shifted).toISOString().slice(0, 16));
				}
			),
			{ numRuns: 2000 }
		);
	});
});

describe('formatOffset', () => {
	it.each([
		['Asia/Shanghai', 'UTC+8'],
		['UTC', 'UTC'],
		['America/St_Johns', 'UTC−3:30'],
		['Asia/Kolkata', 'UTC+5:30']
	])('%s is %s', (zone, offset) => {
		expect(formatOffset(new Date('2026-11-30T00:00:00Z'), zone)).toBe(offset);
	});
});

describe('isTimeZone', () => {
	it('knows zones by their IANA names only', () => {
		expect(['Asia/Shanghai', 'Mars/Olympus', ''].map(isTimeZone)).toEqual([true, false, false]);
	});
});
