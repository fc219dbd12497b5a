import { read } from '#lib/catalogue/read.server.ts';
import type { Json } from '#lib/database.types.ts';
import type { Db } from '#lib/server/supabase.ts';
import type { ImportKind } from './columns.ts';
import type { ImportReport } from './import-report.ts';
import { keepableReport, type ImportProgress, type LastImport } from './progress.ts';

/**
 * Says that a file is about to be imported, and answers the id of the run.
 *
 * @param rowsTotal the rows of the file, where somebody has counted them
 */
export function beginImport(
	db: Db,
	platformId: string,
	file: { kind: ImportKind; name: string; rowsTotal: number | null }
): Promise<string> {
	return read(
		db.rpc('begin_import', {
			platform_id: platformId,
			kind: file.kind,
			file_name: file.name,
			...(file.rowsTotal !== null && { rows_total: file.rowsTotal })
		})
	);
}

/** Says how far a run is. That it cannot be told is no reason to break the import off. */
export async function tellImport(db: Db, runId: string, rowsDone: number): Promise<void> {
	await db.rpc('tell_import', { run_id: runId, rows_done: rowsDone });
}

/** Says that a run has ended, and what came of it. */
export async function finishImport(db: Db, runId: string, report: ImportReport): Promise<void> {
	await db.rpc('tell_import', {
		run_id: runId,
		rows_done: report.totals.rows,
		report: keepableReport(report) as Json
	});
}

export async function readImportProgress(db: Db, platformId: string): Promise<ImportProgress> {
	const last = await read(
		db
			.from('import_runs')
			.select(
				'id, kind, file_name, rows_total, rows_done, started_at, told_at, finished_at, report'
			)
			.eq('platform_id', platformId)
			.order('started_at', { ascending: false })
			.limit(1)
			.maybeSingle()
	);
	// The column holds what finishImport has written.
	return { last: last as LastImport | null, now: new Date().toISOString() };
}
