import { describe, expect, it } from 'vitest';
import type { Columns } from './columns.ts';
import { openTable, UnreadableFileError, type SourceRow } from './read-rows.ts';

const COLUMNS: Columns = {
	required: ['name'],
	aliases: { name: ['名称', 'cname'], price: ['单价(元)'] }
};

/** A file that arrives a few bytes at a time, so that characters are cut in two. */
function aFile(content: string | Uint8Array, chunk = 5) {
	const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
	return async function* open(): AsyncGenerator<Uint8Array> {
		for (let at = 0; at < bytes.length; at += chunk) {
			yield await Promise.resolve(bytes.subarray(at, at + chunk));
		}
	};
}

async function readAll(content: string | Uint8Array, chunk?: number): Promise<SourceRow[]> {
	const { rows } = await openTable(aFile(content, chunk), COLUMNS);
	return Array.fromAsync(rows);
}

describe('openTable', () => {
	it('knows columns by other names, in any width and case, and reports the unknown', async () => {
		const { fields, ignored } = await openTable(
			aFile('\uFEFFＣName, 单价（元）,colour\r\na,1,red\r\n'),
			COLUMNS
		);

		expect({ fields, ignored }).toEqual({ fields: ['name', 'price'], ignored: ['colour'] });
	});

	it('does not take a price in another unit for one in yuan', async () => {
		const { ignored } = await openTable(aFile('name,单价(万元)\na,1\n'), COLUMNS);

		expect(ignored).toEqual(['单价(万元)']);
	});

	it('numbers rows as a spreadsheet does, over quotes, line ends and empty lines', async () => {
		const rows = await readAll('name,price\n"a ""b"", c",1\n\n"two\nlines",2\n');

		expect(rows).toEqual([
			{ number: 2, cells: { name: 'a "b", c', price: '1' } },
			{ number: 4, cells: { name: 'two\nlines', price: '2' } }
		]);
	});

	it('refuses rows with too few and too many columns, and goes on', async () => {
		const rows = await readAll('name,price\na\nb,2,3\nc,4,,\n');

		expect(rows).toEqual([
			{ number: 2, refusal: { field: null, reason: 'too_few_columns', detail: 2 } },
			{ number: 3, refusal: { field: null, reason: 'too_many_columns', detail: 2 } },
			{ number: 4, cells: { name: 'c', price: '4' } }
		]);
	});

	it('names the row whose quote never closes', async () => {
		const rows = await readAll('name,price\na,1\n"b,2\nc,3\n');

		expect(rows).toEqual([
			{ number: 2, cells: { name: 'a', price: '1' } },
			{ number: 3, refusal: { field: null, reason: 'quote_not_closed' } }
		]);
	});

	it('takes a field of a megabyte as one, and gives a record up that is larger than any', async () => {
		const large = 'x'.repeat(1024 * 1024);
		const endless = `"${'y'.repeat(9 * 1024 * 1024)}`;

		const rows = await readAll(`name,price\n${large},1\n${endless},2\nc,3\n`, 65_536);

		expect(rows).toEqual([
			{ number: 2, cells: { name: large, price: '1' } },
			{ number: 3, refusal: { field: null, reason: 'record_too_large' } }
		]);
	});

	it.each([
		['semicolons', 'name;price\na,b;1\n'],
		['tabs', 'name\tprice\na,b\t1\n'],
		['bars', 'name|price\r\na,b|1\r\n']
	])('takes %s for what parts the cells when the header is parted so', async (_case, content) => {
		expect(await readAll(content)).toEqual([{ number: 2, cells: { name: 'a,b', price: '1' } }]);
	});

	it('finds the header below titles and empty lines', async () => {
		const rows = await readAll('sep=;\n\n设备一览;;\n 名称 ;单价（元）\na;1\n\n');

		expect(rows).toEqual([{ number: 5, cells: { name: 'a', price: '1' } }]);
	});

	it('reads line ends of both kinds in one file, and those of an old Macintosh', async () => {
		const rows = [
			{ number: 2, cells: { name: 'a', price: '1' } },
			{ number: 3, cells: { name: 'b', price: '2' } }
		];

		expect(await readAll('name,price\r\na,1\nb,2\r\n')).toEqual(rows);
		expect(await readAll('name,price\ra,1\rb,2')).toEqual(rows);
	});

	it('keeps an odd byte to the row that has it', async () => {
		const bytes = Uint8Array.from([
			...new TextEncoder().encode('name\n显微镜\n质谱'),
			0xff,
			...new TextEncoder().encode('\n波谱仪\n')
		]);

		expect(await readAll(bytes)).toEqual([
			{ number: 2, cells: { name: '显微镜' } },
			{ number: 3, cells: { name: '质谱\uFFFD' } },
			{ number: 4, cells: { name: '波谱仪' } }
		]);
	});

	it.each([
		['an empty file', '', 'empty_file'],
		['a file of empty lines', ' \n\n,,\n', 'empty_file'],
		['a workbook under another name', 'PK\u0003\u0004...', 'workbook'],
		['a PDF', '%PDF-1.4\n', 'not_text'],
		['a file without a needed column', 'price\n1\n', 'missing_columns'],
		['a file with a column twice', 'name,名称\na,b\n', 'repeated_column']
	] as const)('does not read %s', async (_case, content, reason) => {
		const reading = openTable(aFile(content), COLUMNS);

		await expect(reading).rejects.toThrow(UnreadableFileError);
		await expect(reading).rejects.toMatchObject({ reason });
	});

	it('says what a file has whose needed columns are missing', async () => {
		const reading = openTable(aFile('price;colour\n1;red\n'), COLUMNS);

		await expect(reading).rejects.toMatchObject({
			columns: ['name'],
			found: ['price', 'colour']
		});
	});
});
