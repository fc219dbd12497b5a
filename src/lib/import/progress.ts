import type { ImportKind } from './columns.ts';
import type { ImportReport } from './import-report.ts';

export type LastImport = {
	id: string;
	kind: ImportKind;
	file_name: string;
	rows_total: number | null;
	rows_done: number;
	started_at: string;
	told_at: string;
	finished_at: string | null;
	report: ImportReport | null;
};

/** The import that was begun last, as it stood at an instant of the server's clock. */
export type ImportProgress = { last: LastImport | null; now: string };

/** A batch takes some seconds on a busy machine; after two minutes without a word it has broken off. */
export const SILENT_MS = 120_000;

/** The longest report that is kept for who comes back. */
const MAX_REPORT_LENGTH = 300_000;

/** A report as it is kept: of one that is too long, without the rows beyond the first refused ones. */
export function keepableReport(report: ImportReport): ImportReport {
	const isLong = JSON.stringify(report).length > MAX_REPORT_LENGTH;
	return isLong ? { ...report, taken: [], csv: '' } : report;
}
