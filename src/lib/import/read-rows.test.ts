import { describe, expect, it } from 'vitest';
import type { Columns } from './columns.ts';
import { detectEncoding, openTable, UnreadableFileError, type SourceRow } from './read-rows.ts';

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

	it('reads the GB18030 of Chinese spreadsheets', async () => {
		// "名称\n显微镜\n"
		const bytes = Uint8Array.from([
			0xc3, 0xfb, 0xb3, 0xc6, 0x0a, 0xcf, 0xd4, 0xce, 0xa2, 0xbe, 0xb5, 0x0a
		]);

		expect(await readAll(bytes)).toEqual([{ number: 2, cells: { name: '显微镜' } }]);
	});

	it('reads UTF-16 with its mark', async () => {
		const bytes = new Uint8Array(Buffer.from('\uFEFFname\n显微镜\n', 'utf16le'));

		expect(await readAll(bytes)).toEqual([{ number: 2, cells: { name: '显微镜' } }]);
	});

	it.each([
		['an empty file', '', 'empty_file'],
		['a file without a needed column', 'price\n1\n', 'missing_columns'],
		['a file with a column twice', 'name,名称\na,b\n', 'repeated_column']
	] as const)('does not read %s', async (_case, content, reason) => {
		const reading = openTable(aFile(content), COLUMNS);

		await expect(reading).rejects.toThrow(UnreadableFileError);
		await expect(reading).rejects.toMatchObject({ reason });
	});
});

describe('detectEncoding', () => {
	it('takes a file for UTF-8 as long as all of it is', async () => {
		expect(await detectEncoding(aFile('名称'))).toBe('utf-8');
	});
});
