type LastExport = {
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
export const SILENT_MS = 60_000;
