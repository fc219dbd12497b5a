import { BYTE_ORDER_MARK, formatCsvLine } from '#lib/export/csv-line.ts';
import { writeWorkbook, type Cell } from '#lib/export/workbook.ts';
import { encode } from '#lib/server/stream-of.ts';
import { COLUMNS, DEFINITION, toCells, type Grouping, type ReportRow } from './report.ts';

/*
 * A report as a file. It says what it is of and nothing of when it was asked for, and is in no
 * language, so that the same report is the same bytes for everybody and later.
 */

const REPORT_FORMAT = 'yixiang-usage-report/1';

export type Scope = {
	platform: string | null;
	city: string | null;
	designation: string | null;
};

/** What a report is of. */
export type ReportHead = Scope & {
	from: string;
	/** The last day, included. */
	to: string;
	group_by: Grouping;
	rated_by: string;
	/** The sealed day as of which it is; null while days of the window can still grow. */
	as_of: string | null;
	/** The digest of that day. */
	ledger_digest: string | null;
	platforms: number;
	/** Whether cells of fewer than three organisations are told. */
	is_complete: boolean;
};

/** A report that is read while it is written. */
export type Report = {
	head: ReportHead;
	rows: () => AsyncIterable<ReportRow>;
	total: ReportRow;
};

function writtenHead(head: ReportHead) {
	return { format: REPORT_FORMAT, definition: DEFINITION, zone: 'Asia/Shanghai', ...head };
}

function toObject(row: ReportRow): Record<string, Cell | boolean> {
	return {
		...Object.fromEntries(COLUMNS.map(({ name, read }) => [name, read(row)])),
		suppressed: row.is_suppressed === true,
		...(row.is_suppressed === true && { organisations: null })
	};
}

async function* toJson({ head, rows, total }: Report): AsyncGenerator<string> {
	yield `${JSON.stringify(writtenHead(head)).slice(0, -1)},"rows":[`;
	let isFirst = true;
	for await (const row of rows()) {
		yield `${isFirst ? '' : ','}\n${JSON.stringify(toObject(row))}`;
		isFirst = false;
	}
	yield `\n],"total":${JSON.stringify(toObject(total))}}\n`;
}

/** What it is of, one pair a line; an empty line; the rows below their heads, and the total last. */
async function* toCsv(
	{ head, rows, total }: Report,
	{ withMark }: { withMark: boolean }
): AsyncGenerator<string> {
	const line = (cells: readonly (Cell | boolean)[]) =>
		formatCsvLine(cells.map((cell) => (cell === null ? '' : String(cell))));
	yield (
		(withMark ? BYTE_ORDER_MARK : '') +
		Object.entries(writtenHead(head))
			.map((pair) => line(pair))
			.join('') +
		`\r\n${line(COLUMNS.map(({ name }) => name))}`
	);
	for await (const row of rows()) yield line(toCells(row));
	yield line(toCells(asTotal(total)));
}

function toWorkbook({ head, rows, total }: Report): AsyncGenerator<Uint8Array> {
	async function* cells() {
		for await (const row of rows()) yield toCells(row);
		yield toCells(asTotal(total));
	}
	return writeWorkbook([
		{
			name: 'figures',
			columns: COLUMNS.map(({ name, width }) => ({ title: name, width })),
			rows: cells()
		},
		{
			name: 'about',
			columns: [
				{ title: 'field', width: 20 },
				{ title: 'value', width: 70 }
			],
			rows: Object.entries(writtenHead(head)).map(([name, value]) => [
				name,
				typeof value === 'boolean' ? String(value) : value
			])
		},
		{
			name: 'dictionary',
			columns: [
				{ title: 'column', width: 22 },
				{ title: '含义', width: 60 },
				{ title: 'meaning', width: 70 }
			],
			rows: COLUMNS.map(({ name, zh, en }) => [name, zh, en])
		}
	]);
}

function asTotal(row: ReportRow): ReportRow {
	return { ...row, key: 'total' };
}

export const FORMS = {
	json: { type: 'application/json', write: (report: Report) => encode(toJson(report)) },
	csv: {
		type: 'text/csv; charset=utf-8',
		write: (report: Report, options: { withMark: boolean }) => encode(toCsv(report, options))
	},
	xlsx: {
		type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
		write: (report: Report) => toWorkbook(report)
	}
} as const;
