import type { Db } from '#lib/server/supabase.ts';
import type { ImportKind } from './columns.ts';
import { describeChanges } from './describe-changes.ts';
import { explainUnreadable } from './explain-unreadable.ts';
import { importFile } from './import-file.ts';
import type { ImportReport } from './import-report.ts';
import { oneChunk } from './one-chunk.ts';
import { UnreadableFileError } from './read-rows.ts';
import { explainReason, nameField, type ImportLanguage } from './refusal.ts';
import { formatReportLine, REPORT_HEADER } from './refusal-report.ts';
import { sendBatch } from './send-batch.ts';

/** The hours of an instrument that comes without any, as the command line has them. */
const HOURS = { opens: '09:00', closes: '17:00' };
const MOST_SHOWN = 100;

type Upload = {
	bytes: Uint8Array;
	kind: ImportKind;
	platform: { id: string; time_zone: string };
	/** Says what would be done, and does nothing. */
	isDryRun: boolean;
	language: ImportLanguage;
	/** Under which the audit keeps what is done. */
	runId: string;
	/** After each batch: how many rows of the file have been seen to. */
	onBatch?: (rowsDone: number) => Promise<void>;
};

/**
 * Takes a file that somebody has sent into the catalogue of one platform, as that person: through the
 * same code and the same functions of the database as the command line.
 */
export async function importUpload(
	db: Db,
	{ bytes, kind, platform, isDryRun, language, runId, onBatch }: Upload
): Promise<{ ok: true; report: ImportReport } | { ok: false; message: string }> {
	const { data: subjects } = await db.from('subjects').select('code, name').throwOnError();
	const taken: ImportReport['taken'] = [];
	const refused: ImportReport['refused'] = [];
	const lines: string[] = [];
	let ignored: string[] = [];
	try {
		const totals = await importFile(() => oneChunk(bytes), {
			kind,
			context: {
				timeZone: platform.time_zone,
				subjects: new Map(subjects.map(({ code, name }) => [name, code]))
			},
			hasPlatform: true,
			isDryRun,
			send: (entries) =>
				sendBatch(db, entries, { kind, runId, platformId: platform.id, isDryRun, hours: HOURS }),
			...(onBatch && { onBatch }),
			onHeader: (table) => {
				ignored = table.ignored;
			},
			onTaken: (row) => {
				if (taken.length === MOST_SHOWN) return;
				taken.push({
					row: row.number,
					name: row.name,
					isNew: row.outcome === 'inserted',
					changes: describeChanges(kind, row.changes, language)
				});
			},
			onRefused: (row) => {
				lines.push(formatReportLine(row, language));
				if (refused.length === MOST_SHOWN) return;
				refused.push({
					row: row.number,
					field: nameField(row.refusal, language),
					reason: explainReason(row.refusal, language)
				});
			}
		});
		const csv = lines.length === 0 ? '' : REPORT_HEADER + lines.join('');
		return { ok: true, report: { totals, taken, refused, csv, ignored } };
	} catch (error) {
		if (!(error instanceof UnreadableFileError)) throw error;
		return { ok: false, message: explainUnreadable(error, language) };
	}
}
