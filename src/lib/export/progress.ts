/** What a page of exports depends on, to read again how far one is. */
export const EXPORT_PROGRESS = 'yixiang:export';

/** After a minute without a word, an export may have broken off, or its reader is very slow. */
const SILENT_MS = 60_000;

export type ExportState = 'under_way' | 'silent' | 'finished';

export function exportState(
	{ told_at, finished_at }: { told_at: string; finished_at: string | null },
	now: Date
): ExportState {
	if (finished_at !== null) return 'finished';
	return now.getTime() - new Date(told_at).getTime() > SILENT_MS ? 'silent' : 'under_way';
}
