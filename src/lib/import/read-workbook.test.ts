import { describe, expect, it } from 'vitest';
import { deflateRawSync } from 'node:zlib';
import { writeWorkbook, type Cell } from '#lib/export/workbook.ts';
import { USE_LOG_COLUMNS } from '#lib/use-log/use-log-columns.ts';
import { readLoggedUse } from '#lib/use-log/use-log-row.ts';
import { oneChunk } from './one-chunk.ts';
import { openTable, UnreadableFileError } from './read-rows.ts';
import { isWorkbook, workbookToCsv } from './read-workbook.ts';

/** An archive of files as Excel packs one: sizes in the directory, deflated. */
function aZip(files: Record<string, string>): Uint8Array {
	const parts: Buffer[] = [];
	const directory: Buffer[] = [];
	let offset = 0;
	for (const [name, text] of Object.entries(files)) {
		const packed = deflateRawSync(Buffer.from(text));
		const local = Buffer.alloc(30);
		local.writeUInt32LE(0x04034b50, 0);
		local.writeUInt16LE(8, 8);
		local.writeUInt16LE(Buffer.byteLength(name), 26);
		const entry = Buffer.alloc(46);
		entry.writeUInt32LE(0x02014b50, 0);
		entry.writeUInt16LE(8, 10);
		entry.writeUInt32LE(packed.length, 20);
		entry.writeUInt16LE(Buffer.byteLength(name), 28);
		entry.writeUInt32LE(offset, 42);
		parts.push(local, Buffer.from(name), packed);
		directory.push(entry, Buffer.from(name));
		offset += 30 + Buffer.byteLength(name) + packed.length;
	}
	const list = Buffer.concat(directory);
	const end = Buffer.alloc(22);
	end.writeUInt32LE(0x06054b50, 0);
	end.writeUInt16LE(Object.keys(files).length, 10);
	end.writeUInt32LE(list.length, 12);
	end.writeUInt32LE(offset, 16);
	return Buffer.concat([...parts, list, end]);
}

const STYLES = `<styleSheet><numFmts count="2">
	<numFmt numFmtId="164" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot; hh:mm"/>
	<numFmt numFmtId="165" formatCode="[$-804]0.00"/></numFmts>
	<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>
	<cellXfs count="5"><xf numFmtId="0"/><xf numFmtId="22"/><xf numFmtId="164"/><xf numFmtId="46"/>
	<xf numFmtId="165"/></cellXfs></styleSheet>`;

/** A workbook as Excel writes one, with the rows of its sheet given. */
function aWorkbook(rows: string, { properties = '', strings = '', sheets = '' } = {}): Uint8Array {
	return aZip({
		'xl/workbook.xml': `<workbook>${properties}<sheets>${sheets}<sheet name="记录" sheetId="1" r:id="rId1"/></sheets></workbook>`,
		'xl/_rels/workbook.xml.rels':
			'<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>',
		'xl/styles.xml': STYLES,
		'xl/sharedStrings.xml': `<sst>${strings}</sst>`,
		'xl/worksheets/sheet1.xml': `<worksheet><sheetData>${rows}</sheetData></worksheet>`
	});
}

function textOf(workbook: Uint8Array): string {
	return Buffer.from(workbookToCsv(workbook)).toString().replace('\uFEFF', '');
}

function reasonOf(bytes: Uint8Array): string {
	try {
		workbookToCsv(bytes);
	} catch (error) {
		if (error instanceof UnreadableFileError) return error.reason;
	}
	return 'none';
}

describe('a workbook', () => {
	it('of our own gives what was written', async () => {
		const rows: Cell[][] = [
			['FE-SEM "1"', 2.5],
			[null, 0.1]
		];
		const pieces: Uint8Array[] = [];
		const sheet = {
			name: 'a',
			columns: [
				{ title: '仪器', width: 9 },
				{ title: '机时', width: 9 }
			],
			rows
		};
		for await (const piece of writeWorkbook([sheet])) pieces.push(piece);
		const workbook = Buffer.concat(pieces);

		expect(isWorkbook(workbook)).toBe(true);
		expect(textOf(workbook)).toBe('"仪器","机时"\n"FE-SEM ""1""","2.5"\n"","0.1"\n');
	});

	it('gives shared, rich and escaped text, without how it is read aloud', () => {
		const strings =
			'<si><t>仪器 &amp; 设备</t></si><si><r><t>电</t></r><r><t xml:space="preserve">镜 </t></r><rPh sb="0"><t>でん</t></rPh></si>';
		const rows =
			'<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="inlineStr"><is><t>&#x4E2D;</t></is></c></row>';

		expect(textOf(aWorkbook(rows, { strings }))).toBe('"仪器 & 设备","电镜 ","中"\n');
	});

	it('gives times as they stand on the sheet, durations as hours, numbers without noise', () => {
		// The 3rd of November 2026 is day 46329; 09:30 is 0.395833… of it.
		const rows =
			'<row r="1"><c r="A1" s="1"><v>46329.395833333336</v></c><c r="B1" s="2"><v>46329.4583333333</v></c>' +
			'<c r="C1" s="3"><v>0.0625</v></c><c r="D1" s="4"><v>0.30000000000000004</v></c></row>';

		expect(textOf(aWorkbook(rows))).toBe('"2026-11-03 09:30","2026-11-03 11:00","1.5","0.3"\n');
	});

	it('knows the calendar that begins in 1904', () => {
		const properties = '<workbookPr date1904="1"/>';
		const rows = '<row r="1"><c r="A1" s="1"><v>44867.5</v></c></row>';

		expect(textOf(aWorkbook(rows, { properties }))).toBe('"2026-11-03 12:00"\n');
	});

	it('of uses is read as a log is, by the clock of the lab', async () => {
		const strings = ['设备编号', '使用单位', '开始时间', '机时', 'SEM-1', '澄溪材料']
			.map((text) => `<si><t>${text}</t></si>`)
			.join('');
		const head = ['A', 'B', 'C', 'D']
			.map((column, index) => `<c r="${column}3" t="s"><v>${index}</v></c>`)
			.join('');
		const rows =
			`<row r="3">${head}</row><row r="5"><c r="A5" t="s"><v>4</v></c><c r="B5" t="s"><v>5</v></c>` +
			'<c r="C5" s="1"><v>46329.395833333336</v></c><c r="D5"><v>2.5</v></c></row>';

		const table = await openTable(
			() => oneChunk(workbookToCsv(aWorkbook(rows, { strings }))),
			USE_LOG_COLUMNS
		);
		const read = [];
		for await (const row of table.rows) read.push(row);

		expect(read).toMatchObject([{ number: 5 }]);
		const [row] = read;
		expect(
			row && 'cells' in row
				? readLoggedUse(row.cells, {
						timeZone: 'Asia/Shanghai',
						purposes: [],
						fileName: '记录.xlsx'
					})
				: null
		).toMatchObject({
			use: {
				instrument: 'SEM-1',
				organisation: '澄溪材料',
				starts_at: '2026-11-03T01:30:00.000Z',
				ends_at: '2026-11-03T04:00:00.000Z'
			}
		});
	});

	it('keeps the numbers of its rows and the places of its cells', () => {
		const rows =
			'<row r="2"><c r="B2"><v>1</v></c></row><row r="5"><c r="A5"><v>2</v></c><c r="C5"/></row>';

		expect(textOf(aWorkbook(rows))).toBe('\n"","1",""\n\n\n"2","",""\n');
	});

	it('is read by its first sheet that is not hidden, whatever prefix its names have', () => {
		const workbook = aZip({
			'xl/workbook.xml':
				'<x:workbook><x:sheets><x:sheet state="hidden" r:id="rId2"/><x:sheet r:id="rId1"/></x:sheets></x:workbook>',
			'xl/_rels/workbook.xml.rels':
				'<Relationships><Relationship Id="rId1" Target="/xl/worksheets/a.xml"/></Relationships>',
			'xl/worksheets/a.xml':
				'<x:worksheet><x:row r="1"><x:c r="A1"><x:v>7</x:v></x:c></x:row></x:worksheet>'
		});

		expect(textOf(workbook)).toBe('"7"\n');
	});

	it.each([
		['an archive of something else', () => aZip({ 'a.txt': 'a' }), 'workbook'],
		[
			'one that is broken off',
			() => aWorkbook('<row r="1"/>').subarray(0, 200),
			'workbook_damaged'
		],
		['rows beyond measure', () => aWorkbook('<row r="20001"/>'), 'workbook_too_large'],
		['rows that begin again', () => aWorkbook('<row r="2"/><row r="1"/>'), 'workbook_damaged'],
		['rows that do not end', () => aWorkbook('<row r="1"><c r="A1">'), 'workbook_damaged'],
		[
			'one string named over and over',
			() =>
				aWorkbook(`<row r="1">${'<c t="s"><v>0</v></c>'.repeat(200)}</row>`, {
					strings: `<si><t>${'x'.repeat(200_000)}</t></si>`
				}),
			'workbook_too_large'
		],
		[
			'what unpacks to far more than it is',
			() => aWorkbook(' '.repeat(25 * 1024 * 1024)),
			'workbook_too_large'
		]
	])('is refused where it is %s', (_what, make, reason) => {
		expect(reasonOf(make())).toBe(reason);
	});
});
