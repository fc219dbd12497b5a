/*
 * Rows of a CSV file, one at a time, whatever its size. Promises: a row is either whole or refused by
 * name; a column that nobody knows is reported, not guessed. A field may be large and is then judged
 * by its schema; a record beyond all measure is a quote that never closes, and reading ends there.
 */

import { pipeline, Readable } from 'node:stream';
import { parse } from 'csv-parse';
import type { Columns } from './columns.ts';
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
	/** Numbered as a spreadsheet does: the header is row 1. */
	rows: AsyncIterable<SourceRow>;
};

/** Nothing could be read: the file as a whole is at fault. */
export class UnreadableFileError extends Error {
	readonly reason: 'empty_file' | 'missing_columns' | 'repeated_column';
	readonly columns: string[];

	constructor(reason: UnreadableFileError['reason'], columns: string[] = []) {
		super(`${reason}${columns.length === 0 ? '' : `: ${columns.join(', ')}`}`);
		this.name = 'UnreadableFileError';
		this.reason = reason;
		this.columns = columns;
	}
}

const LARGEST_RECORD = 8 * 1024 * 1024;

/**
 * The encoding of a file: what its byte order mark says, else UTF-8 if all of it is valid UTF-8,
 * else GB18030, which Chinese spreadsheets save.
 */
export async function detectEncoding(open: OpenFile): Promise<'utf-8' | 'utf-16le' | 'gb18030'> {
	const decoder = new TextDecoder('utf-8', { fatal: true });
	let isFirst = true;
	try {
		for await (const chunk of open()) {
			if (isFirst && chunk[0] === 0xff && chunk[1] === 0xfe) return 'utf-16le';
			isFirst = false;
			decoder.decode(chunk, { stream: true });
		}
		decoder.decode();
		return 'utf-8';
	} catch (error) {
		if (error instanceof TypeError) return 'gb18030';
		throw error;
	}
}

async function* decode(open: OpenFile): AsyncGenerator<string> {
	const decoder = new TextDecoder(await detectEncoding(open));
	for await (const chunk of open()) yield decoder.decode(chunk, { stream: true });
	yield decoder.decode();
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

function readHeader(
	names: string[],
	columns: Columns
): { fields: (string | null)[]; ignored: string[] } {
	const fieldsByKey = new Map(
		Object.entries(columns.aliases).flatMap(([field, aliases]) =>
			[field, ...aliases].map((alias) => [headerKey(alias), field] as const)
		)
	);
	const fields = names.map((name) => fieldsByKey.get(headerKey(name)) ?? null);
	const known = fields.filter((field) => field !== null);
	const repeated = known.filter((field, index) => known.indexOf(field) !== index);
	if (repeated.length > 0) throw new UnreadableFileError('repeated_column', repeated);
	const missing = columns.required.filter((field) => !known.includes(field));
	if (missing.length > 0) throw new UnreadableFileError('missing_columns', missing);
	return {
		fields,
		ignored: names.filter((name, index) => fields[index] === null && name.trim() !== '')
	};
}

/** Where reading has to end: a quote that is never closed takes in all that follows. */
type Fault = { number: number; refusal: Refusal };

/**
 * Reads the header and gives the rows that follow.
 *
 * @throws {UnreadableFileError} when the file is empty or lacks a column that is needed
 */
export async function openTable(open: OpenFile, columns: Columns): Promise<SourceTable> {
	let fault: Fault | undefined;
	const parser = parse({
		relax_column_count: true,
		relax_quotes: true,
		max_record_size: LARGEST_RECORD,
		// An error would destroy the stream with the rows that wait in it.
		skip_records_with_error: true,
		on_skip: (error) => {
			const reason =
				error?.code === 'CSV_QUOTE_NOT_CLOSED' ? 'quote_not_closed' : 'record_too_large';
			fault ??= { number: parser.info.records + 1, refusal: { field: null, reason } };
			return undefined;
		}
	});
	async function* readUntilFault(): AsyncGenerator<string> {
		for await (const text of decode(open)) {
			if (fault !== undefined) return;
			yield text;
		}
	}
	// Errors of the file reach the reader through the parser, which the pipeline destroys with them.
	pipeline(Readable.from(readUntilFault(), { objectMode: false }), parser, () => undefined);
	const records = parser[Symbol.asyncIterator]() as AsyncIterator<string[]>;

	const first = await records.next();
	if (first.done === true) throw new UnreadableFileError('empty_file');
	const { fields, ignored } = readHeader(first.value, columns);
	return {
		fields: fields.filter((field) => field !== null),
		ignored,
		rows: readRecords(records, fields, () => fault)
	};
}

async function* readRecords(
	records: AsyncIterator<string[]>,
	fields: (string | null)[],
	findFault: () => Fault | undefined
): AsyncGenerator<SourceRow> {
	for (let number = 2; ; number += 1) {
		const next = await records.next();
		const fault = findFault();
		if (fault !== undefined && number >= fault.number) {
			yield fault;
			return;
		}
		if (next.done === true) return;
		const row = toRow(number, next.value, fields);
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
