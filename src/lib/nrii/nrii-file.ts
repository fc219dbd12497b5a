import { BYTE_ORDER_MARK, formatCsvLine } from '#lib/export/csv-line.ts';
import { writeWorkbook, type Cell, type Sheet } from '#lib/export/workbook.ts';
import { encode } from '#lib/server/stream-of.ts';
import { writeRow, type Field, type Issue, type WireValue, type Writing } from './field.ts';

/*
 * A list for the national register as a file. It holds the rows that are complete, and says of every
 * other one what it lacks; nothing is left out in silence. It says what it is of and nothing of when it
 * was asked for, so that the same list of the same entries is the same bytes.
 */

const NRII_FORMAT = 'yixiang-nrii/1';

export const LISTS = ['instruments', 'service-records'] as const;
export type NriiList = (typeof LISTS)[number];

/** The types of the register (reference 2.1). */
const WIRE_TYPES: Record<NriiList, number> = { instruments: 4, 'service-records': 6 };

/** What a file is of. */
export type NriiHead = {
	list: NriiList;
	platform: string | null;
	organisation: string | null;
	/** The window of the records, and for instruments the year that their hours are of. */
	from: string;
	/** The last day, included. */
	to: string;
	/** What an instrument has to have cost at least, in yuan. */
	min_worth: number | null;
	/** The sealed day as of which the ledger is read; null while the window can still grow. */
	as_of: string | null;
	/** The digest of that day. */
	ledger_digest: string | null;
	insCode: string | null;
};

export type NriiFile<Row> = {
	head: NriiHead;
	fields: readonly Field<Row>[];
	writing: Writing;
	/** Whether rows that lack something are among the others, as they are. */
	includesPending: boolean;
	/** Read anew each time it is asked for. */
	rows: () => AsyncIterable<Row>;
	/** What people know a row by. */
	labelOf: (row: Row) => string;
};

function writtenHead<Row>({ head, writing, includesPending }: NriiFile<Row>) {
	const { insCode, list, ...of } = head;
	return {
		format: NRII_FORMAT,
		insCode,
		instruType: WIRE_TYPES[list],
		list,
		...of,
		zone: 'Asia/Shanghai',
		wording: writing.wording,
		names_applicants: list === 'service-records' ? writing.namesPeople : null,
		rows: includesPending ? 'all' : 'complete'
	};
}

async function* listed<Row>(file: NriiFile<Row>): AsyncGenerator<WireValue[]> {
	for await (const row of file.rows()) {
		const { values, isComplete } = writeRow(file.fields, row, file.writing);
		if (isComplete || file.includesPending) yield values;
	}
}

async function* pending<Row>(
	file: NriiFile<Row>
): AsyncGenerator<{ label: string; issues: Issue[] }> {
	for await (const row of file.rows()) {
		const { issues } = writeRow(file.fields, row, file.writing);
		if (issues.length > 0) yield { label: file.labelOf(row), issues };
	}
}

/** The envelope of the register, with what it is of and what is missing beside its own three. */
async function* toJson<Row>(file: NriiFile<Row>): AsyncGenerator<string> {
	yield `${JSON.stringify(writtenHead(file)).slice(0, -1)},"instruList":[`;
	let separator = '';
	for await (const values of listed(file)) {
		const row = Object.fromEntries(file.fields.map(({ name }, at) => [name, values[at] ?? null]));
		yield `${separator}\n${JSON.stringify(row)}`;
		separator = ',';
	}
	yield '\n],"pending":[';
	separator = '';
	for await (const row of pending(file)) {
		yield `${separator}\n${JSON.stringify(row)}`;
		separator = ',';
	}
	yield '\n]}\n';
}

/** What it is of, one pair a line; an empty line; the rows below the names of the wire. */
async function* toCsv<Row>(
	file: NriiFile<Row>,
	{ withMark }: { withMark: boolean }
): AsyncGenerator<string> {
	const line = (cells: readonly (Cell | boolean)[]) =>
		formatCsvLine(cells.map((cell) => (cell === null ? '' : String(cell))));
	yield (
		(withMark ? BYTE_ORDER_MARK : '') +
		Object.entries(writtenHead(file))
			.map((pair) => line(pair))
			.join('') +
		`\r\n${line(file.fields.map(({ name }) => name))}`
	);
	for await (const values of listed(file)) yield line(values);
}

function toWorkbook<Row>(file: NriiFile<Row>): AsyncGenerator<Uint8Array> {
	async function* pendingCells(): AsyncGenerator<Cell[]> {
		for await (const { label, issues } of pending(file)) {
			for (const { field, problem, limit, actual } of issues) {
				yield [label, field, problem, limit, actual];
			}
		}
	}
	const sheets: Sheet[] = [
		{
			name: file.head.list,
			columns: file.fields.map(({ name, width }) => ({ title: name, width })),
			rows: listed(file)
		},
		{
			name: 'pending',
			columns: [
				{ title: 'record', width: 40 },
				{ title: 'field', width: 20 },
				{ title: 'problem', width: 14 },
				{ title: 'limit', width: 8 },
				{ title: 'actual', width: 8 }
			],
			rows: pendingCells()
		},
		{
			name: 'about',
			columns: [
				{ title: 'field', width: 20 },
				{ title: 'value', width: 70 }
			],
			rows: Object.entries(writtenHead(file)).map(([name, value]) => [
				name,
				typeof value === 'boolean' ? String(value) : value
			])
		},
		{
			name: 'dictionary',
			columns: [
				{ title: 'column', width: 18 },
				{ title: '含义', width: 70 },
				{ title: 'meaning', width: 70 },
				{ title: 'longest', width: 10 },
				{ title: 'most', width: 8 }
			],
			rows: file.fields.map(({ name, zh, en, longest, most }) => [
				name,
				zh,
				en,
				longest ?? null,
				most ?? null
			])
		}
	];
	return writeWorkbook(sheets);
}

/** The forms of a file, whichever list it is of. */
export const NRII_FORMS = {
	json: 'application/json',
	csv: 'text/csv; charset=utf-8',
	xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
} as const;

export type NriiForm = keyof typeof NRII_FORMS;

export function writeNriiFile<Row>(
	file: NriiFile<Row>,
	form: NriiForm,
	options: { withMark: boolean }
): AsyncGenerator<Uint8Array> {
	switch (form) {
		case 'json':
			return encode(toJson(file));
		case 'csv':
			return encode(toCsv(file, options));
		case 'xlsx':
			return toWorkbook(file);
	}
}
