import { describe, expect, it } from 'vitest';
import { parseHolidayFile } from './holiday-file.ts';

function bytesOf(text: string): Uint8Array {
	return new TextEncoder().encode(text);
}

describe('a file of holidays', () => {
	it('is read with its head, a byte order mark and the dates of a spreadsheet', () => {
		const days = parseHolidayFile(
			bytesOf('\uFEFFdate,name,working_day\r\n2027-01-01,元旦,0\r\n2027/1/2,元旦,是\r\n')
		);

		expect(days).toEqual([
			{ on_date: '2027-01-01', name: '元旦', is_working_day: false },
			{ on_date: '2027-01-02', name: '元旦', is_working_day: true }
		]);
	});

	it('is read as GB 18030 when it is no UTF-8', () => {
		const days = parseHolidayFile(
			Uint8Array.from([...bytesOf('2027-01-01,'), 0xd4, 0xaa, 0xb5, 0xa9, ...bytesOf(',')])
		);

		expect(days).toEqual([{ on_date: '2027-01-01', name: '元旦', is_working_day: false }]);
	});

	it.each(['', 'date,name,working_day', '2027-01-01', '2027-01-01,元旦,vielleicht'])(
		'is none when it is %j',
		(text) => {
			expect(parseHolidayFile(bytesOf(text))).toBeNull();
		}
	);
});
