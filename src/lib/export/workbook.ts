import { writeZip, type ZipFile } from './zip-stream.ts';
import { encode } from '../server/stream-of.ts';

/*
 * Sheets for Excel (ECMA-376), row by row: numbers are numbers, text is text and never a formula,
 * whatever it begins with. Nothing in it says when it was written. Written here because exceljs is no
 * longer kept up and what else there is holds the sheet in memory (docs/decisions/0020).
 */

export type Cell = string | number | null;

export type Sheet = {
	name: string;
	/** The row that stays in sight, with the width of each column in characters. */
	columns: readonly { title: string; width: number }[];
	rows: AsyncIterable<readonly Cell[]> | Iterable<readonly Cell[]>;
};

const DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const DOCUMENT = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
/** So many rows are turned into bytes at a time. */
const ROWS_AT_ONCE = 200;
/** What a cell can hold. */
const LONGEST_TEXT = 32_767;
const [PLAIN, BOLD] = [0, 1];

export function writeWorkbook(sheets: readonly Sheet[]): AsyncGenerator<Uint8Array> {
	return writeZip(files(sheets));
}

function* files(sheets: readonly Sheet[]): Generator<ZipFile> {
	const numbers = sheets.map((_, index) => index + 1);
	const file = (name: string, xml: string) => ({ name, bytes: encode([DECLARATION + xml]) });
	yield file(
		'[Content_Types].xml',
		`<Types xmlns="${PACKAGE}/content-types">` +
			'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' +
			'<Default Extension="xml" ContentType="application/xml"/>' +
			override('/xl/workbook.xml', 'sheet.main') +
			override('/xl/styles.xml', 'styles') +
			numbers.map((n) => override(`/xl/worksheets/sheet${n}.xml`, 'worksheet')).join('') +
			'</Types>'
	);
	yield file('_rels/.rels', relationships([['officeDocument', 'xl/workbook.xml']]));
	yield file(
		'xl/workbook.xml',
		`<workbook xmlns="${MAIN}" xmlns:r="${DOCUMENT}"><sheets>` +
			sheets
				.map(
					({ name }, index) =>
						`<sheet name="${escape(name)}" sheetId="${index + 1}" r:id="rId${index + 1}"/>`
				)
				.join('') +
			'</sheets></workbook>'
	);
	yield file(
		'xl/_rels/workbook.xml.rels',
		relationships([
			...numbers.map((n) => ['worksheet', `worksheets/sheet${n}.xml`] as const),
			['styles', 'styles.xml']
		])
	);
	yield file(
		'xl/styles.xml',
		`<styleSheet xmlns="${MAIN}">` +
			'<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>' +
			'<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>' +
			'<fills count="2"><fill><patternFill patternType="none"/></fill>' +
			'<fill><patternFill patternType="gray125"/></fill></fills>' +
			'<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>' +
			'<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>' +
			'<cellXfs count="2"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>' +
			'<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/></cellXfs>' +
			'</styleSheet>'
	);
	for (const [index, sheet] of sheets.entries()) {
		yield { name: `xl/worksheets/sheet${index + 1}.xml`, bytes: encode(writeSheet(sheet)) };
	}
}

async function* writeSheet({ columns, rows }: Sheet): AsyncGenerator<string> {
	yield (
		`${DECLARATION}<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0">` +
		'<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>' +
		columns
			.map(
				({ width }, index) =>
					`<col min="${index + 1}" max="${index + 1}" width="${width}" customWidth="1"/>`
			)
			.join('') +
		`</cols><sheetData>${writeRow(
			columns.map(({ title }) => title),
			1,
			BOLD
		)}`
	);
	let number = 1;
	let written: string[] = [];
	for await (const row of rows) {
		number += 1;
		written.push(writeRow(row, number, PLAIN));
		if (written.length === ROWS_AT_ONCE) {
			yield written.join('');
			written = [];
		}
	}
	yield `${written.join('')}</sheetData></worksheet>`;
}

function writeRow(cells: readonly Cell[], number: number, style: number): string {
	const written = cells.map((cell, index) => {
		if (cell === null || cell === '') return '';
		const where = `r="${columnName(index)}${number}" s="${style}"`;
		return typeof cell === 'number'
			? `<c ${where}><v>${cell}</v></c>`
			: `<c ${where} t="inlineStr"><is><t xml:space="preserve">${escape(cell.slice(0, LONGEST_TEXT))}</t></is></c>`;
	});
	return `<row r="${number}">${written.join('')}</row>`;
}

/** A to Z, then AA. */
function columnName(index: number): string {
	const rest = Math.floor(index / 26);
	return (rest > 0 ? columnName(rest - 1) : '') + String.fromCharCode(65 + (index % 26));
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Text as XML can hold it; controls and halves of characters it cannot. */
function escape(text: string): string {
	return text
		.replace(/[^\P{Cc}\t\n\r]|[\uFFFE\uFFFF]|\p{Cs}/gu, '')
		.replace(/[&<>"]/g, (character) => ENTITIES[character] ?? character);
}

function override(part: string, type: string): string {
	return `<Override PartName="${part}" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.${type}+xml"/>`;
}

function relationships(targets: readonly (readonly [type: string, target: string])[]): string {
	const entries = targets.map(
		([type, target], index) =>
			`<Relationship Id="rId${index + 1}" Type="${DOCUMENT}/${type}" Target="${target}"/>`
	);
	return `<Relationships xmlns="${PACKAGE}/relationships">${entries.join('')}</Relationships>`;
}
