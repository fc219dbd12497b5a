import * as v from 'valibot';
import {
	RECORD_FIELDS,
	type LedgerRecord,
	type PlatformDigest,
	type SealedDay
} from './canonical.ts';

/*
 * The files that leave the system and come back to be verified. Both forms of an export are written
 * record by record, and hold no name of anybody, so that the same export later is the same bytes.
 */

export const EXPORT_FORMAT = 'yixiang-ledger/1';
export const DIGESTS_FORMAT = 'yixiang-ledger-digests/1';

/** What an export is of. */
export type ExportHead = {
	format: typeof EXPORT_FORMAT;
	/** Of the record's fields and their meaning (docs/ledger.md). */
	definition: string;
	platform_id: string;
	zone: string;
	/** The last sealed day whose records it holds; all are in it from the first record on. */
	until: string;
	/** The instant before which its records were recorded. */
	as_of: string;
};

export type OwnDigest = Omit<PlatformDigest, 'platform_id'> & { day: string };

export type LedgerExport = ExportHead & { records: LedgerRecord[]; digests: OwnDigest[] };

export type SavedDigests = {
	format: typeof DIGESTS_FORMAT;
	keys: { id: string; public_key: string }[];
	days: SealedDay[];
};

const text = v.string();
const textOrNull = v.nullable(text);
const recordSchema = v.object({
	...(Object.fromEntries(RECORD_FIELDS.map((field) => [field, textOrNull])) as Record<
		(typeof RECORD_FIELDS)[number],
		typeof textOrNull
	>),
	class_evidence: v.record(text, text),
	evidence: v.array(text),
	flags: v.array(text),
	prev_hash: text,
	hash: text
});
const headEntries = {
	format: v.literal(EXPORT_FORMAT),
	definition: text,
	platform_id: text,
	zone: text,
	until: text,
	as_of: text
};
const ownDigestSchema = v.object({ day: text, last_seq: text, head_hash: text, digest: text });
const exportSchema = v.object({
	...headEntries,
	records: v.array(recordSchema),
	digests: v.array(ownDigestSchema)
});
const digestsSchema = v.object({
	format: v.literal(DIGESTS_FORMAT),
	keys: v.array(v.object({ id: text, public_key: text })),
	days: v.array(
		v.object({
			day: text,
			prev_digest: textOrNull,
			digest: text,
			key_id: text,
			signature: text,
			platforms: v.array(
				v.object({ platform_id: text, last_seq: text, head_hash: text, digest: text })
			)
		})
	)
});

/** A file that is no export of ours. */
export class UnreadableExportError extends Error {}

/** An export as it was read from its file, in either form. */
export function readExport(content: string): LedgerExport {
	const file = content.replace(/^\uFEFF/, '');
	return check(exportSchema, file.trimStart().startsWith('{') ? parseJson(file) : fromCsv(file));
}

/** Digests as they were saved. */
export function readDigests(content: string): SavedDigests {
	return check(digestsSchema, parseJson(content.replace(/^\uFEFF/, '')));
}

/** A record as the database hands it to an export. */
export function readRecord(given: unknown): LedgerRecord {
	return check(recordSchema, given);
}

function parseJson(content: string): unknown {
	try {
		return JSON.parse(content);
	} catch {
		throw new UnreadableExportError();
	}
}

function check<Out>(schema: v.GenericSchema<unknown, Out>, given: unknown): Out {
	const result = v.safeParse(schema, given);
	if (!result.success) throw new UnreadableExportError();
	return result.output;
}

/** An export in pieces, as JSON with one record a line. */
export function toJson(head: ExportHead) {
	let isFirst = true;
	return {
		open: () => `${JSON.stringify(head).slice(0, -1)},"records":[`,
		record: (record: LedgerRecord) => {
			const piece = `${isFirst ? '' : ','}\n${JSON.stringify(record)}`;
			isFirst = false;
			return piece;
		},
		close: (digests: OwnDigest[]) =>
			`\n],"digests":[${digests.map((digest) => `\n${JSON.stringify(digest)}`).join(',')}\n]}\n`
	};
}

const NESTED = ['class_evidence', 'evidence', 'flags'] as const;
const COLUMNS = [...RECORD_FIELDS, ...NESTED, 'prev_hash', 'hash'] as const;
const DIGEST_COLUMNS = ['day', 'last_seq', 'head_hash', 'digest'] as const;

/**
 * An export in pieces, as CSV for spreadsheets: what it is of, one pair a line; the records below
 * their heads; the digests below theirs. An empty line parts the three.
 */
export function toCsv(head: ExportHead) {
	return {
		open: () =>
			'\uFEFF' +
			Object.entries(head)
				.map((pair) => toLine(pair))
				.join('') +
			`\r\n${toLine(COLUMNS)}`,
		record: (record: LedgerRecord) =>
			toLine(
				COLUMNS.map((column) => {
					const value = record[column];
					return value === null || typeof value === 'string' ? value : JSON.stringify(value);
				})
			),
		close: (digests: OwnDigest[]) =>
			`\r\n${toLine(DIGEST_COLUMNS)}` +
			digests.map((digest) => toLine(DIGEST_COLUMNS.map((column) => digest[column]))).join('')
	};
}

function toLine(cells: readonly (string | null)[]): string {
	return `${cells.map(toCell).join(',')}\r\n`;
}

/**
 * A spreadsheet must not run as a formula what somebody wrote into a record. The mark is taken off
 * again by `fromCell`, also where a value begins with it, so that nothing is lost.
 */
function toCell(value: string | null): string {
	if (value === null) return '';
	const safe = /^['=+\-@\t\r]/.test(value) ? `'${value}` : value;
	return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function fromCell(cell: string): string | null {
	if (cell === '') return null;
	return cell.startsWith("'") ? cell.slice(1) : cell;
}

function fromCsv(content: string): unknown {
	const [head = [], records = [], digests = []] = splitAtEmptyLines(parseCsv(content));
	return {
		...Object.fromEntries(head.map(([name = '', value = '']) => [name, fromCell(value)])),
		records: toObjects(records).map((row) => ({
			...row,
			...Object.fromEntries(NESTED.map((name) => [name, parseJson(row[name] ?? '')]))
		})),
		digests: toObjects(digests)
	};
}

function toObjects([columns = [], ...rows]: string[][]): Record<string, string | null>[] {
	return rows.map((row) =>
		Object.fromEntries(columns.map((column, index) => [column, fromCell(row[index] ?? '')]))
	);
}

function splitAtEmptyLines(rows: string[][]): string[][][] {
	const parts: string[][][] = [[]];
	for (const row of rows) {
		if (row.length === 1 && row[0] === '') parts.push([]);
		else parts.at(-1)?.push(row);
	}
	return parts;
}

/** Rows of RFC 4180. */
function parseCsv(content: string): string[][] {
	const rows: string[][] = [];
	let row: string[] = [];
	const cells = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/gy;
	while (cells.lastIndex < content.length) {
		const found = cells.exec(content);
		if (!found) throw new UnreadableExportError();
		const [, quoted, plain = '', end] = found;
		row.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
		if (end === ',') continue;
		rows.push(row);
		row = [];
	}
	return rows;
}
