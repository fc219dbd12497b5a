import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { readInstrument } from '#lib/import/instrument-row.ts';
import { readLiterature } from '#lib/import/literature-row.ts';
import { toCells, type Row } from './csv-cells.ts';
import { formatCsvLine } from './csv-line.ts';
import { findPart, writtenColumns } from './parts.ts';

const CONTEXT = { timeZone: 'Asia/Shanghai', subjects: new Map([['化学', '150']]) };

/** The cells of a row as the importer finds them in the file. */
function writeAndRead(name: string, row: Row): Record<string, string> {
	const part = findPart(name);
	if (!part) throw new Error(`There is no part ${name}.`);
	const header = writtenColumns(part).map((column) => column.name);
	const line = formatCsvLine(toCells(part)(row, () => ''));
	const [cells] = parse<Record<string, string>>(line, { columns: header });
	if (!cells) throw new Error('The line holds no row.');
	return cells;
}

describe('an exported work', () => {
	const work = {
		record_id: '5e6c99c7-3b3e-87dc-85c8-0547c5a46da7',
		identifier: 'LIT-1',
		language: 'ja',
		title: '=HYPERLINK("x")',
		authors: ['Li, W.', '=cmd|x', 'Chen; H.'],
		keywords: ['XPS', '表面处理'],
		year: 2024,
		kind: 'Article',
		doi: '10.5072/yixiang.1',
		access: 'delivery',
		full_text_url: null
	};

	it('is read with its own key, language and authors, and without an address that it has not', () => {
		const read = readLiterature(writeAndRead('literature', work), CONTEXT);

		expect(read).toMatchObject({
			entry: {
				source_key: 'LIT-1',
				record: {
					title: work.title,
					language: 'ja',
					authors: work.authors,
					keywords: work.keywords,
					published_year: 2024,
					data_type: 'Article',
					doi: work.doi,
					access: 'delivery',
					full_text_url: null
				}
			}
		});
	});

	it('writes a list as people do, unless a value has a separator of its own', () => {
		expect(writeAndRead('literature', work)).toMatchObject({
			authors: '["Li, W.","=cmd|x","Chen; H."]',
			keywords: 'XPS; 表面处理'
		});
	});
});

describe('an exported instrument', () => {
	it('gets no class from its name, and keeps the one it has with its level', () => {
		const instrument = {
			record_id: '034b4c03-b54a-8a92-84cf-9d2b1cd142e5',
			identifier: 'A-1',
			language: 'zh',
			name: '扫描电子显微镜',
			category: '其他',
			under_customs: false,
			worth: 123_456_789,
			funds: [],
			subjects: ['150'],
			technical: '1 nm\n30 kV'
		};

		const classless = readInstrument(writeAndRead('instruments', instrument), CONTEXT);
		const classed = readInstrument(
			writeAndRead('instruments', { ...instrument, class_code: '030900', class_level: 2 }),
			CONTEXT
		);

		expect(classless).toMatchObject({
			entry: {
				record: {
					registered_category: '其他',
					under_customs: false,
					worth_fen: 123_456_789,
					funds: [],
					subject_codes: ['150'],
					technical: instrument.technical
				}
			}
		});
		expect(classless).not.toHaveProperty('entry.record.class_code');
		expect(classed).toMatchObject({
			entry: { record: { class_code: '030900', class_level: 2 } }
		});
	});
});
