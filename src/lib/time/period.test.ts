import { describe, expect, it } from 'vitest';
import { formatInstant, intersect, isWithin, minutesOf, parseInstant, toPeriod } from './period.ts';

describe('parseInstant', () => {
	it.each([
		['2026-11-30T02:00:00Z', '2026-11-30T02:00:00.000Z'],
		['2026-11-30T10:00+08:00', '2026-11-30T02:00:00.000Z'],
		['2026-11-30T10:00:00.5+08:00', '2026-11-30T02:00:00.500Z']
	])('reads %s', (text, instant) => {
		expect(parseInstant(text)).toEqual(new Date(instant));
	});

	it.each(['2026-11-30T10:00', '2026-11-30', '2026-13-30T10:00Z', '1764468000', ''])(
		'refuses %o',
		(text) => {
			expect(parseInstant(text)).toBeNull();
		}
	);

	it('is written as it is read', () => {
		expect(formatInstant(new Date('2026-11-30T10:00:00+08:00'))).toBe('2026-11-30T02:00:00Z');
	});
});

describe('periods', () => {
	function period(start: number, end: number) {
		return toPeriod({
			start: `2026-11-30T0${String(start)}:00Z`,
			end: `2026-11-30T0${String(end)}:00Z`
		});
	}

	it('share nothing when they only touch', () => {
		expect(intersect(period(1, 2), period(2, 3))).toBeNull();
		expect(intersect(period(1, 3), period(2, 4))).toEqual(period(2, 3));
	});

	it('lie within others, their bounds included', () => {
		expect(isWithin(period(1, 2), period(1, 2))).toBe(true);
		expect(isWithin(period(1, 3), period(1, 2))).toBe(false);
		expect(minutesOf(period(1, 3))).toBe(120);
	});

	it('are never made of something else', () => {
		expect(() => toPeriod({ start: 'soon', end: 'later' })).toThrow(RangeError);
	});
});
