import { describe, expect, it } from 'vitest';
import { describeRefusal, formatReportLine } from './refusal-report.ts';

const ROW = { number: 7, refusal: { field: 'name', reason: 'too_long', detail: 200 } };

describe('describeRefusal', () => {
	it('says row, field and reason in both languages', () => {
		expect(describeRefusal(ROW, 'zh')).toBe('第 7 行，name：超过 200 个字符');
		expect(describeRefusal(ROW, 'en')).toBe('Row 7, name: has more than 200 characters');
	});

	it('names a reason that only the database knows', () => {
		const row = { number: 7, refusal: { field: null, reason: 'some_constraint' } };

		expect(describeRefusal(row, 'en')).toBe(
			'Row 7, row: is not accepted by the database (some_constraint)'
		);
	});
});

describe('formatReportLine', () => {
	it('is a line of CSV', () => {
		expect(formatReportLine(ROW, 'en')).toBe('7,name,too_long,has more than 200 characters\r\n');
	});

	it('does not let a spreadsheet run a formula', () => {
		const row = { number: 7, refusal: { field: '=HYPERLINK("x")', reason: 'required' } };

		expect(formatReportLine(row, 'en')).toBe(`7,"'=HYPERLINK(""x"")",required,is required\r\n`);
	});
});
