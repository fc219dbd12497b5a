import { describe, expect, it } from 'vitest';
import { queryWith, readTimeChoice, slotPeriod } from './time-choice.ts';

const NOW = new Date('2026-11-24T04:00:00Z');
const rules = {
	granularity_minutes: 30,
	shortest_minutes: 60,
	longest_minutes: 480,
	lead_minutes: 0
};
function read(query: string, lead = 0) {
	return readTimeChoice(
		new URLSearchParams(query),
		{ ...rules, lead_minutes: lead },
		'Asia/Shanghai',
		NOW
	);
}

describe('readTimeChoice', () => {
	it('begins with the current week and two hours', () => {
		expect(read('')).toEqual({
			monday: '2026-11-23',
			day: null,
			durationMinutes: 120,
			chosen: null,
			view: 'list'
		});
	});

	it('begins with the first week that can be booked', () => {
		expect(read('', 7 * 1440).monday).toBe('2026-11-30');
	});

	it('follows what is chosen to its week, day and length', () => {
		expect(read('start=2026-12-08T01:00:00Z&end=2026-12-08T04:00:00Z')).toEqual({
			monday: '2026-12-07',
			day: '2026-12-08',
			durationMinutes: 180,
			chosen: { start: new Date('2026-12-08T01:00Z'), end: new Date('2026-12-08T04:00Z') },
			view: 'list'
		});
	});

	it('takes a typed time as time on the wall of the lab', () => {
		expect(read('start=2026-12-08T09:00&end=2026-12-08T12:00').chosen).toEqual({
			start: new Date('2026-12-08T01:00Z'),
			end: new Date('2026-12-08T04:00Z')
		});
	});

	it('shows another week while the choice stays', () => {
		const choice = read('week=2026-12-16&start=2026-12-08T01:00:00Z&end=2026-12-08T04:00:00Z');

		expect([choice.monday, choice.day, choice.chosen !== null]).toEqual(['2026-12-14', null, true]);
	});

	it.each([
		'week=2026-13-01',
		'week=<script>',
		'day=tomorrow',
		'duration=-5',
		'start=x&end=y',
		'start=2026-12-08T04:00:00Z&end=2026-12-08T01:00:00Z'
	])('takes no notice of %s', (query) => {
		expect(read(query)).toEqual(read(''));
	});
});

describe('queryWith', () => {
	it('sets, replaces and takes out, and drops the name of an action', () => {
		const params = new URLSearchParams('week=2026-11-30&start=a&/cancel=');

		expect(queryWith(params, { start: null, day: '2026-12-01', week: '2026-12-07' })).toBe(
			'?week=2026-12-07&day=2026-12-01'
		);
	});
});

describe('slotPeriod', () => {
	it('reaches beyond the week by the length of a slot', () => {
		expect(slotPeriod(read('week=2026-11-30&duration=120'), 'Asia/Shanghai')).toEqual({
			start: new Date('2026-11-29T16:00Z'),
			end: new Date('2026-12-06T18:00Z')
		});
	});
});
