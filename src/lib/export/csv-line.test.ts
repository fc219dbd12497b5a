import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { formatCsvLine, withoutFormulaGuard } from './csv-line.ts';

describe('formatCsvLine', () => {
	it.each(['=1+1', '+86', '-20 °C', '@SUM(A1)', '\tx', '\n=1', '＝1+1', "'=1+1", "''-1"])(
		'does not let a spreadsheet run %j, and gives it back',
		(value) => {
			const [[cell]] = parse(formatCsvLine([value])) as [[string]];

			expect(cell).toBe(`'${value}`);
			expect(withoutFormulaGuard(cell)).toBe(value);
		}
	);

	it.each(['', 'a,b', 'say "so"', 'two\r\nlines', "'t Hooft"])('gives back %j', (value) => {
		const [[cell]] = parse(formatCsvLine(['first', value]), { from_line: 1 }).map((row: string[]) =>
			row.slice(1)
		) as [[string]];

		expect(cell).toBe(value);
		expect(withoutFormulaGuard(cell)).toBe(value);
	});
});
