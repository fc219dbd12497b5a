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

/** What is kept of a report. */
type Kept = { totals: { rows: number }; taken: unknown[]; csv: string };

/** What an import of a file answers: what came of it, or why it could not be read. */
type Outcome<Report> = { ok: true; report: Report } | { ok: false; message: string };

/** What a run is known by, and what to call after each batch; that it cannot be told ends no import. */
type Followed = { runId: string; onBatch: (rowsDone: number) => Promise<void> };

/**
 * Imports a file, and keeps how far it is and what came of it: the import goes on when whoever asked
 * for it leaves the page, which shows it again when they come back.
 *
 * @param file its `rows` are how many the preview counted
 */
export async function followImport<Report extends Kept>(
	db: Db,
	platformId: string,
	file: { kind: RunKind; name: string; rows: number },
	importFile: (followed: Followed) => Promise<Outcome<Report>>
): Promise<Outcome<Report>> {
	const runId = await read(
		db.rpc('begin_import', {
			platform_id: platformId,
			kind: file.kind,
			file_name: file.name,
			rows_total: file.rows
		})
	);
	const outcome = await importFile({
		runId,
		onBatch: async (rowsDone) => {
			await db.rpc('tell_import', { run_id: runId, rows_done: rowsDone });
		}
	});
	if (outcome.ok) {
		await db.rpc('tell_import', {
			run_id: runId,
			rows_done: outcome.report.totals.rows,
			report: keepableReport(outcome.report) as Json
		});
	}
	return outcome;
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
