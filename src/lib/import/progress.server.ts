import * as v from 'valibot';
import { read } from '#lib/catalogue/read.server.ts';
import type { Json } from '#lib/database.types.ts';
import type { Db } from '#lib/server/supabase.ts';
import {
	FOLLOWED,
	keepableReport,
	type ImportProgress,
	type LastImport,
	type RunKind
} from './progress.ts';

/**
 * Says that a file is about to be imported, and answers the id of the run.
 *
 * @param rowsTotal the rows of the file, where somebody has counted them
 */
export function beginImport(
	db: Db,
	platformId: string,
	file: { kind: RunKind; name: string; rowsTotal: number | null }
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
export async function finishImport(
	db: Db,
	runId: string,
	report: { totals: { rows: number }; taken: unknown[]; csv: string }
): Promise<void> {
	await db.rpc('tell_import', {
		run_id: runId,
		rows_done: report.totals.rows,
		report: keepableReport(report) as Json
	});
}

/**
 * How far the last import of what one page is for is.
 *
 * @param reportSchema what its report looks like; one that does not is left out, since whoever imports
 * may keep any report of their own run
 */
export async function readImportProgress<Report>(
	db: Db,
	platformId: string,
	followed: keyof typeof FOLLOWED,
	reportSchema: v.GenericSchema<unknown, Report>
): Promise<ImportProgress<Report>> {
	const last = await read(
		db
			.from('import_runs')
			.select(
				'id, kind, file_name, rows_total, rows_done, started_at, told_at, finished_at, report'
			)
			.eq('platform_id', platformId)
			.in('kind', FOLLOWED[followed])
			.order('started_at', { ascending: false })
			.limit(1)
			.maybeSingle()
	);
	const now = new Date().toISOString();
	if (last === null) return { last, now };
	const report = v.safeParse(reportSchema, last.report);
	return {
		// Of its kinds the table says itself which there are.
		last: { ...last, report: report.success ? report.output : null } as LastImport<Report>,
		now
	};
}
