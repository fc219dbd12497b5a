import { describe, expect, it } from 'vitest';
import { readReportFilters, windowBefore } from './report-filters.ts';

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
			rated_by: 'yearbook'
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

describe('windowBefore', () => {
	it('is as long, and ends the day before, over a leap day too', () => {
		expect(windowBefore({ from: '2028-03-01', to: '2028-03-31' })).toEqual({
			from: '2028-01-30',
			to: '2028-02-29'
		});
	});
});
