import { describe, expect, it } from 'vitest';
import { chooseDuration, listDurations } from './durations.ts';

const rules = { granularity_minutes: 30, shortest_minutes: 60, longest_minutes: 240 };

describe('listDurations', () => {
	it('gives usual lengths between the shortest and the longest', () => {
		expect(listDurations(rules)).toEqual([60, 90, 120, 180, 240]);
	});

	it('gives one length where the rules allow one', () => {
		const fixed = { granularity_minutes: 45, shortest_minutes: 45, longest_minutes: 45 };

		expect(listDurations(fixed)).toEqual([45]);
	});

	it('leaves out what the grid does not allow', () => {
		const days = { granularity_minutes: 1440, shortest_minutes: 1440, longest_minutes: 4320 };

		expect(listDurations(days)).toEqual([1440, 2880, 4320]);
	});
});

describe('chooseDuration', () => {
	it.each([
		['as asked', '180', 180],
		['asked as no usual length', '210', 210],
		['two hours when nothing is asked', null, 120],
		['two hours when it is too long', '300', 120],
		['two hours when it is off the grid', '100', 120],
		['two hours when it is no number', 'NaN; drop', 120]
	])('is %s', (_name, asked, minutes) => {
		expect(chooseDuration(rules, asked)).toBe(minutes);
	});
});
