import { describe, expect, it } from 'vitest';
import { comparedWith, readReportFilters } from './report-filters.ts';

const TODAY = '2026-11-26';

function read(query: string) {
	return readReportFilters(new URLSearchParams(query), TODAY);
}

describe('readReportFilters', () => {
	it('takes the year so far and platforms where nothing is asked for', () => {
		expect(read('')).toEqual({
			from: '2026-01-01',
			to: TODAY,
			group: 'platform',
			platform: null,
			city: null,
			designation: null,
			rated_by: 'yearbook',
			against: 'before'
		});
	});

	it.each([
		['ends before it begins', 'from=2026-03-02&to=2026-03-01'],
		['is no day', 'from=2026-02-30&to=2026-03-01'],
		['is half of one', 'from=2026-02-01'],
		['is longer than ten years', 'from=2001-01-01&to=2026-01-01']
	])('takes the year so far where the window %s', (_, query) => {
		expect(read(query)).toMatchObject({ from: '2026-01-01', to: TODAY });
	});

	it('leaves out what there is not', () => {
		expect(read('group=colour&platform=x&city=')).toMatchObject({
			group: 'platform',
			platform: null,
			city: null
		});
	});
});

const PLATFORM = '3f2504e0-4f89-41d3-9a0c-0305e82c3301';
const OTHER = '3f2504e0-4f89-41d3-9a0c-0305e82c3302';

function compare(query: string) {
	return comparedWith(read(query));
}

describe('comparedWith', () => {
	it('is as long, and ends the day before, over a leap day too', () => {
		expect(compare('from=2028-03-01&to=2028-03-31&city=Shenyang')).toMatchObject({
			from: '2028-01-30',
			to: '2028-02-29',
			city: 'Shenyang'
		});
	});

	it.each([
		['from=2026-02-01&to=2026-03-31', { from: '2025-02-01', to: '2025-03-31' }],
		['from=2028-02-01&to=2028-02-29', { from: '2027-02-01', to: '2027-02-28' }]
	])('is the same days of the year before: %s', (window, expected) => {
		expect(compare(`${window}&against=year&platform=${PLATFORM}`)).toMatchObject({
			...expected,
			platform: PLATFORM
		});
	});

	it.each([
		['all platforms', 'all', { platform: null, city: null, designation: null }],
		['another platform', `platform:${OTHER}`, { platform: OTHER, city: null, designation: null }],
		['a kind', 'kind:key_lab', { platform: null, city: null, designation: 'key_lab' }]
	])('is %s in the same window', (_, against, expected) => {
		const scope = `platform=${PLATFORM}&city=Shenyang`;

		expect(compare(`from=2026-02-01&to=2026-03-31&${scope}&against=${against}`)).toEqual({
			from: '2026-02-01',
			to: '2026-03-31',
			rated_by: 'yearbook',
			...expected
		});
	});

	it('is the period before where what is asked for makes no sense', () => {
		expect(read('against=platform:x').against).toBe('before');
	});
});
