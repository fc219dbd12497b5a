import { IMPORT_KINDS, type ImportKind } from './columns.ts';

/** A file goes into the catalogue, or as a use log into the ledger. */
export type RunKind = ImportKind | 'use_log';

/** What is imported on one page, and followed there. */
export const FOLLOWED = {
	catalogue: IMPORT_KINDS,
	use_log: ['use_log']
} as const satisfies Record<string, readonly RunKind[]>;

export type LastImport<Report> = {
	id: string;
	kind: RunKind;
	file_name: string;
	rows_total: number | null;
	rows_done: number;
	started_at: string;
	told_at: string;
	finished_at: string | null;
	report: Report | null;
};

/** The import that was begun last, as it stood at an instant of the server's clock. */
export type ImportProgress<Report> = { last: LastImport<Report> | null; now: string };

/** A batch takes some seconds on a busy machine; after two minutes without a word it has broken off. */
export const SILENT_MS = 120_000;

/** The longest report that is kept for who comes back. */
const MAX_REPORT_LENGTH = 300_000;

/** A report as it is kept: of one that is too long, without the rows beyond the first refused ones. */
export function keepableReport<Report extends { taken: unknown[]; csv: string }>(
	report: Report
): Report {
	const isLong = JSON.stringify(report).length > MAX_REPORT_LENGTH;
	return isLong ? { ...report, taken: [], csv: '' } : report;
}
