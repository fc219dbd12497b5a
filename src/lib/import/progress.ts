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
const SILENT_MS = 120_000;

export type ImportState = 'under_way' | 'silent' | 'finished';

export function importState(
	{ told_at, finished_at }: Pick<LastImport, 'told_at' | 'finished_at'>,
	now: string
): ImportState {
	if (finished_at !== null) return 'finished';
	return Date.parse(now) - Date.parse(told_at) > SILENT_MS ? 'silent' : 'under_way';
}
