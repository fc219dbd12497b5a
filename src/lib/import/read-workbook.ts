/*
 * The first visible sheet of a workbook (.xlsx, ECMA-376) as the text of a CSV file, so that a log kept
 * in Excel goes the same way as one that was saved as CSV: the same header, rows and refusals. Rows keep
 * their numbers. A time is written as it stands on the sheet, which is a wall time without a zone. What
 * could grow beyond measure when it is unpacked is not unpacked
 * (docs/decisions/0031-read-workbooks-as-text.md).
 */

import { inflateRawSync } from 'node:zlib';
import { UnreadableFileError } from './read-rows.ts';

const MOST_ROWS = 20_000;
const MOST_COLUMNS = 200;
/** Of one file of the archive, and of all text in the sheet, which can name one string many times. */
const LARGEST_PART = 24 * 1024 * 1024;
const LONGEST_ATTRIBUTES = 4000;
const DEFLATED = 8;
const LOCAL_HEADER = 30;
const DIRECTORY_ENTRY = 46;

/** A ZIP, which a workbook is; whether there is one in it is for the reader to find. */
export function isWorkbook(bytes: Uint8Array): boolean {
	return [0x50, 0x4b, 0x03, 0x04].every((byte, at) => bytes[at] === byte);
}

/** @throws {UnreadableFileError} where it is no workbook, or too large a one */
export function workbookToCsv(bytes: Uint8Array): Uint8Array {
	try {
		const parts = openParts(Buffer.from(bytes));
		return Buffer.from(`\uFEFF${toText(readRows(parts))}`);
	} catch (error) {
		if (error instanceof UnreadableFileError) throw error;
		if (isTooLarge(error)) throw new UnreadableFileError('workbook_too_large');
		// Whatever a damaged archive makes a reader stumble over.
		throw damaged();
	}
}

function isTooLarge(error: unknown): boolean {
	return error instanceof RangeError && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';
}

type Parts = (name: string) => string | undefined;

/** The files of the archive by its directory, each unpacked when it is asked for. */
function openParts(zip: Buffer): Parts {
	const end = zip.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
	if (end === -1) throw damaged();
	const entries = new Map<string, number>();
	let at = zip.readUInt32LE(end + 16);
	for (let left = zip.readUInt16LE(end + 10); left > 0; left -= 1) {
		const nameLength = zip.readUInt16LE(at + 28);
		const start = at + DIRECTORY_ENTRY;
		entries.set(zip.toString('utf8', start, start + nameLength), at);
		at = start + nameLength + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
	}
	return (name) => {
		const entry = entries.get(name);
		if (entry === undefined) return undefined;
		const local = zip.readUInt32LE(entry + 42);
		const content =
			local + LOCAL_HEADER + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
		const packed = zip.subarray(content, content + zip.readUInt32LE(entry + 20));
		return zip.readUInt16LE(entry + 10) === DEFLATED
			? inflateRawSync(packed, { maxOutputLength: LARGEST_PART }).toString('utf8')
			: packed.toString('utf8');
	};
}

function requirePart(parts: Parts, name: string): string {
	const text = parts(name);
	if (text === undefined) throw new UnreadableFileError('workbook');
	return text;
}

/**
 * Elements of a name that does not lie within itself, whatever prefix its namespace has. Goes through the
 * text once, however it is broken.
 */
function* elements(xml: string, name: string): Generator<{ attributes: string; inner: string }> {
	const opening = new RegExp(`<(\\w{1,20}:)?${name}(?=[\\s/>])`, 'g');
	for (let found = opening.exec(xml); found !== null; found = opening.exec(xml)) {
		const end = xml.indexOf('>', opening.lastIndex);
		const attributes = xml.slice(opening.lastIndex, end);
		if (end === -1 || attributes.length > LONGEST_ATTRIBUTES) throw damaged();
		if (attributes.endsWith('/')) {
			yield { attributes: attributes.slice(0, -1), inner: '' };
			opening.lastIndex = end + 1;
			continue;
		}
		const closing = `</${found[1] ?? ''}${name}>`;
		const close = xml.indexOf(closing, end);
		if (close === -1) throw damaged();
		yield { attributes, inner: xml.slice(end + 1, close) };
		opening.lastIndex = close + closing.length;
	}
}

function damaged(): UnreadableFileError {
	return new UnreadableFileError('workbook_damaged');
}

function attribute(attributes: string, name: string): string | undefined {
	const found = new RegExp(`(?:^|\\s)(?:\\w+:)?${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`).exec(
		attributes
	);
	return found === null ? undefined : unescape(found[1] ?? found[2] ?? '');
}

const NAMED: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

function unescape(text: string): string {
	return text
		.replace(/&(?:#x([\da-f]{1,6})|#(\d{1,7})|(\w+));/gi, (whole, hex, decimal, name) => {
			if (name !== undefined) return NAMED[String(name)] ?? whole;
			const code = hex === undefined ? Number(decimal) : Number.parseInt(String(hex), 16);
			return code <= 0x10ffff ? String.fromCodePoint(code) : '';
		})
		.replace(/_x([\dA-F]{4})_/g, (_, code: string) =>
			String.fromCharCode(Number.parseInt(code, 16))
		);
}

/** The text of a string of one or many runs; how it is read aloud, which follows it, is no part of it. */
function textOf(inner: string): string {
	const runs = [...elements(inner, 'r')].map((run) => run.inner);
	return (runs.length > 0 ? runs : [inner])
		.map((run) => {
			const [text] = elements(run, 't');
			return unescape(text?.inner ?? '');
		})
		.join('');
}

function findSheet(parts: Parts, workbook: string): string {
	const visible = [...elements(workbook, 'sheet')].find(
		({ attributes }) => (attribute(attributes, 'state') ?? 'visible') === 'visible'
	);
	const id = visible && attribute(visible.attributes, 'id');
	const target = [...elements(requirePart(parts, 'xl/_rels/workbook.xml.rels'), 'Relationship')]
		.filter(({ attributes }) => attribute(attributes, 'Id') === id)
		.map(({ attributes }) => attribute(attributes, 'Target'))[0];
	if (target === undefined) throw new UnreadableFileError('workbook');
	return requirePart(parts, target.startsWith('/') ? target.slice(1) : `xl/${target}`);
}

type Format = 'plain' | 'time' | 'duration';

/** Numbers of the formats that are there without being written down. */
const TIMES = new Set([
	14, 15, 16, 17, 18, 19, 20, 21, 22, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 45, 47, 50, 51, 52,
	53, 54, 55, 56, 57, 58
]);
const DURATION = 46;

/** What a number stands for, by the index of its style. */
function readFormats(styles: string): Format[] {
	const codes = new Map(
		[...elements(styles, 'numFmt')].map(({ attributes }) => [
			Number(attribute(attributes, 'numFmtId')),
			attribute(attributes, 'formatCode') ?? ''
		])
	);
	const [cells] = elements(styles, 'cellXfs');
	return [...elements(cells?.inner ?? '', 'xf')].map(({ attributes }) => {
		const id = Number(attribute(attributes, 'numFmtId'));
		const code = (codes.get(id) ?? '').replace(/"[^"]*"|\\.|\[(?![hms]+\])[^\]]*\]/gi, '');
		if (id === DURATION || /\[[hms]+\]/i.test(code)) return 'duration';
		return TIMES.has(id) || /[dyh]/i.test(code) ? 'time' : 'plain';
	});
}

const DAY = 86_400_000;
/** Day 0 of both calendars of Excel; the first of them knows a 29th of February 1900. */
const EPOCHS = { 1900: Date.UTC(1899, 11, 30), 1904: Date.UTC(1904, 0, 1) };
const MINUTE = 60_000;

type Row = { number: number; cells: string[] };

function readRows(parts: Parts): Row[] {
	const workbook = requirePart(parts, 'xl/workbook.xml');
	const sheet = findSheet(parts, workbook);
	const strings = [...elements(parts('xl/sharedStrings.xml') ?? '', 'si')].map(({ inner }) =>
		textOf(inner)
	);
	const formats = readFormats(parts('xl/styles.xml') ?? '');
	const [properties] = elements(workbook, 'workbookPr');
	const is1904 = /^(1|true)$/.test(attribute(properties?.attributes ?? '', 'date1904') ?? '');
	const epoch = EPOCHS[is1904 ? 1904 : 1900];

	function valueOf(attributes: string, inner: string): string {
		const kind = attribute(attributes, 't') ?? 'n';
		if (kind === 'inlineStr') return textOf(inner);
		const [value] = elements(inner, 'v');
		if (value === undefined) return '';
		const text = unescape(value.inner);
		if (kind === 's') return strings[Number(text)] ?? '';
		if (kind !== 'n') return text;
		const figure = Number(text);
		const format = formats[Number(attribute(attributes, 's') ?? 0)] ?? 'plain';
		if (format === 'duration') return String(Number((figure * 24).toFixed(4)));
		if (format === 'time') return wallTimeOf(figure, epoch);
		// As many digits as the sheet has, not those of a double.
		return String(Number(figure.toPrecision(15)));
	}

	const rows: Row[] = [];
	let size = 0;
	let last = 0;
	for (const { attributes, inner } of elements(sheet, 'row')) {
		const number = Number(attribute(attributes, 'r') ?? last + 1);
		// A row that begins again, or lies beyond measure, is no row of a log.
		if (number > MOST_ROWS) throw new UnreadableFileError('workbook_too_large');
		if (!(number > last)) throw damaged();
		last = number;
		const cells: (string | undefined)[] = [];
		let column = 0;
		for (const cell of elements(inner, 'c')) {
			column = columnOf(attribute(cell.attributes, 'r')) ?? column + 1;
			if (column > MOST_COLUMNS) continue;
			const value = valueOf(cell.attributes, cell.inner);
			size += value.length;
			if (size > LARGEST_PART) throw new UnreadableFileError('workbook_too_large');
			cells[column - 1] = value;
		}
		rows.push({ number, cells: Array.from(cells, (value) => value ?? '') });
	}
	return rows;
}

/** `C7` is in the third column. */
function columnOf(reference: string | undefined): number | undefined {
	const letters = /^[A-Z]{1,3}/.exec(reference ?? '')?.[0];
	if (letters === undefined) return undefined;
	let column = 0;
	for (const letter of letters) column = column * 26 + letter.charCodeAt(0) - 64;
	return column;
}

/** To the minute, which is as fine as a use log is read. */
function wallTimeOf(days: number, epoch: number): string {
	const at = new Date(Math.round((epoch + days * DAY) / MINUTE) * MINUTE);
	if (Number.isNaN(at.getTime())) return String(days);
	return at.toISOString().slice(0, 16).replace('T', ' ');
}

function toText(rows: Row[]): string {
	const width = Math.max(0, ...rows.map(({ cells }) => cells.length));
	let text = '';
	let line = 1;
	for (const { number, cells } of rows) {
		text += '\n'.repeat(number - line);
		line = number + 1;
		const padded = Array.from({ length: width }, (_, index) => cells[index] ?? '');
		text += `${padded.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')}\n`;
	}
	return text;
}
