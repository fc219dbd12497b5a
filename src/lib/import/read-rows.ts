/*
 * Rows of a CSV file, one at a time, whatever its size. Promises: a row is either whole or refused by
 * name; a column that nobody knows is reported, not guessed. Cells may be parted by comma, tab,
 * semicolon or bar, and titles may stand above the header; what parts them, and which line is the
 * header, is told by where the columns are found that we know. A field may be large and is then
 * judged by its schema; a record beyond all measure is a quote that never closes, and reading ends
 * there.
 */

import { pipeline, Readable } from 'node:stream';
import { parse, type Options } from 'csv-parse';
import { parse as parseNow } from 'csv-parse/sync';
import type { Columns } from './columns.ts';
import { detectEncoding, type Encoding } from './encoding.ts';
import { findForeignFormat, type ForeignFormat } from './foreign-format.ts';
import type { Refusal } from './refusal.ts';

/** Opens the file from its start; called twice, to find out the encoding and to read. */
export type OpenFile = () => AsyncIterable<Uint8Array>;

export type SourceRow =
	{ number: number; cells: Record<string, string> } | { number: number; refusal: Refusal };

export type SourceTable = {
	/** Fields that the header names, by our names. */
	fields: string[];
	/** Columns that are left out, as the header writes them. */
	ignored: string[];
	encoding: Encoding;
	/** Numbered as a spreadsheet does: the first line is row 1. */
	rows: AsyncIterable<SourceRow>;
};

/** Nothing could be read: the file as a whole is at fault. */
export class UnreadableFileError extends Error {
	readonly reason:
		| 'empty_file'
		| 'missing_columns'
		| 'repeated_column'
		| 'workbook_damaged'
		| 'workbook_too_large'
		| ForeignFormat;
	readonly columns: string[];
	/** What the file has instead of columns that are missing. */
	readonly found: string[];

	constructor(reason: UnreadableFileError['reason'], columns: string[] = [], found: string[] = []) {
		super(`${reason}${columns.length === 0 ? '' : `: ${columns.join(', ')}`}`);
		this.name = 'UnreadableFileError';
		this.reason = reason;
		this.columns = columns;
		this.found = found;
	}
}

const LARGEST_RECORD = 8 * 1024 * 1024;

/** The header stands within so much of the text, and so many lines. */
const SAMPLE_LENGTH = 64 * 1024;
const MOST_LINES_ABOVE = 20;

const DELIMITERS = [',', '\t', ';', '|'];

async function* decode(open: OpenFile, encoding: Encoding): AsyncGenerator<string> {
	const decoder = new TextDecoder(encoding);
	for await (const chunk of open()) yield decoder.decode(chunk, { stream: true });
	yield decoder.decode();
}

/** The first part of a text, and what follows it. */
async function takeSample(
	texts: AsyncGenerator<string>
): Promise<{ sample: string; rest: AsyncGenerator<string> }> {
	let sample = '';
	while (sample.length < SAMPLE_LENGTH) {
		const next = await texts.next();
		if (next.done === true) break;
		sample += next.value;
	}
	return { sample, rest: texts };
}

/**
 * How a column's name is compared: width, case, spaces and dashes don't count. A unit in brackets
 * does: a price in 万元 is none in yuan.
 */
function headerKey(name: string): string {
	return name
		.normalize('NFKC')
		.toLowerCase()
		.replace(/[\s_\-/*:]/g, '');
}

function namedFields(names: string[], columns: Columns): (string | null)[] {
	const fieldsByKey = new Map(
		Object.entries(columns.aliases).flatMap(([field, aliases]) =>
			[field, ...aliases].map((alias) => [headerKey(alias), field] as const)
		)
	);
	return names.map((name) => fieldsByKey.get(headerKey(name)) ?? null);
}

type Header = { number: number; names: string[]; fields: (string | null)[] };

/**
 * The line in which most columns are found that we know, and needed ones before all others. Where
 * there are none, the first line that is not empty.
 */
function findHeader(sample: string, columns: Columns): { header: Header; format: Options } {
	// A file from an old Macintosh has no line feeds; elsewhere a lone return is part of a cell.
	const record_delimiter = sample.includes('\n') ? ['\r\n', '\n'] : ['\r'];
	let best: { header: Header; format: Options } | undefined;
	let bestRank = -1;
	for (const delimiter of DELIMITERS) {
		const format: Options = {
			delimiter,
			record_delimiter,
			relax_column_count: true,
			relax_quotes: true,
			// An error would destroy the stream with the rows that wait in it.
			skip_records_with_error: true
		};
		const records = parseNow(sample, { ...format, to: MOST_LINES_ABOVE + 1 });
		for (const [index, names] of records.entries()) {
			if (names.every((name) => /^[\s,;|]*$/.test(name))) continue;
			const fields = namedFields(names, columns);
			const known = new Set(fields.filter((field) => field !== null));
			const needed = columns.required.filter((field) => known.has(field));
			const rank = needed.length * 1000 + known.size;
			if (rank <= bestRank) continue;
			best = { header: { number: index + 1, names, fields }, format };
			bestRank = rank;
		}
	}
	if (best === undefined) throw new UnreadableFileError('empty_file');
	return best;
}

function judgeHeader({ names, fields }: Header, columns: Columns): void {
	const known = fields.filter((field) => field !== null);
	const missing = columns.required.filter((field) => !known.includes(field));
	if (missing.length > 0) throw new UnreadableFileError('missing_columns', missing, names);
	const repeated = known.filter((field, index) => known.indexOf(field) !== index);
	if (repeated.length > 0) throw new UnreadableFileError('repeated_column', repeated);
}

/** Where reading has to end: a quote that is never closed takes in all that follows. */
type Fault = { number: number; refusal: Refusal };

/**
 * Reads the header and gives the rows that follow.
 *
 * @throws {UnreadableFileError} when the file is empty, is no text, or lacks a column that is needed
 */
export async function openTable(open: OpenFile, columns: Columns): Promise<SourceTable> {
	const foreign = await findForeignFormat(open);
	if (foreign !== undefined) throw new UnreadableFileError(foreign);
	const encoding = await detectEncoding(open);
	const { sample, rest } = await takeSample(decode(open, encoding));
	const { header, format } = findHeader(sample, columns);
	judgeHeader(header, columns);

	let fault: Fault | undefined;
	const parser = parse({
		...format,
		max_record_size: LARGEST_RECORD,
		on_skip: (error) => {
			const reason =
				error?.code === 'CSV_QUOTE_NOT_CLOSED' ? 'quote_not_closed' : 'record_too_large';
			fault ??= { number: parser.info.records + 1, refusal: { field: null, reason } };
			return undefined;
		}
	});
	async function* readUntilFault(): AsyncGenerator<string> {
		yield sample;
		for await (const text of rest) {
			if (fault !== undefined) return;
			yield text;
		}
	}
	// Errors of the file reach the reader through the parser, which the pipeline destroys with them.
	pipeline(Readable.from(readUntilFault(), { objectMode: false }), parser, () => undefined);
	const records = parser[Symbol.asyncIterator]() as AsyncIterator<string[]>;

	for (let line = 0; line < header.number; line += 1) await records.next();
	return {
		fields: header.fields.filter((field) => field !== null),
		ignored: header.names.filter(
			(name, index) => header.fields[index] === null && name.trim() !== ''
		),
		encoding,
		rows: readRecords(records, header, () => fault)
	};
}

async function* readRecords(
	records: AsyncIterator<string[]>,
	header: Header,
	findFault: () => Fault | undefined
): AsyncGenerator<SourceRow> {
	for (let number = header.number + 1; ; number += 1) {
		const next = await records.next();
		const fault = findFault();
		if (fault !== undefined && number >= fault.number) {
			yield fault;
			return;
		}
		if (next.done === true) return;
		const row = toRow(number, next.value, header.fields);
		if (row !== null) yield row;
	}
}

/** Null for an empty line. Empty cells beyond the header, which spreadsheets leave, do not count. */
function toRow(number: number, record: string[], fields: (string | null)[]): SourceRow | null {
	if (record.every((value) => value.trim() === '')) return null;
	const detail = fields.length;
	if (record.length < fields.length) {
		return { number, refusal: { field: null, reason: 'too_few_columns', detail } };
	}
	if (record.slice(fields.length).some((value) => value.trim() !== '')) {
		return { number, refusal: { field: null, reason: 'too_many_columns', detail } };
	}
	const cells: Record<string, string> = {};
	for (const [index, field] of fields.entries()) {
		if (field !== null) cells[field] = record[index] ?? '';
	}
	return { number, cells };
}
