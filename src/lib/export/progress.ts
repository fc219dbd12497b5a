export type LastExport = {
	id: string;
	started_at: string;
	told_at: string;
	finished_at: string | null;
	parts_done: number;
	rows_done: number;
	bytes_done: number;
};

/** The export that was begun last, as it stood at an instant of the server's clock. */
export type ExportProgress = { last: LastExport | null; now: string };

/** After a minute without a word, an export may have broken off, or its reader is very slow. */
const SILENT_MS = 60_000;

export type ExportState = 'under_way' | 'silent' | 'finished';

export function exportState(
	{ told_at, finished_at }: Pick<LastExport, 'told_at' | 'finished_at'>,
	now: string
): ExportState {
	if (finished_at !== null) return 'finished';
	return Date.parse(now) - Date.parse(told_at) > SILENT_MS ? 'silent' : 'under_way';
}
