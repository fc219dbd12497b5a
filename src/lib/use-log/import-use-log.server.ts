import * as v from 'valibot';
import { read } from '#lib/catalogue/read.server.ts';
import { explainUnreadable } from '#lib/import/explain-unreadable.ts';
import { oneChunk } from '#lib/import/one-chunk.ts';
import { openTable, UnreadableFileError } from '#lib/import/read-rows.ts';
import { isWorkbook, workbookToCsv } from '#lib/import/read-workbook.ts';
import {
	explainReason,
	nameField,
	type ImportLanguage,
	type Refusal
} from '#lib/import/refusal.ts';
import { formatReportLine, REPORT_HEADER } from '#lib/import/refusal-report.ts';
import type { Db } from '#lib/server/supabase.ts';
import { inBatches, type Batch, type NumberedUse } from './batches.ts';
import { USE_LOG_COLUMNS } from './use-log-columns.ts';
import { countedSchema, type Counted, type UseLogReport } from './use-log-report.ts';
import { readLoggedUse } from './use-log-row.ts';

const MOST_SHOWN = 200;

const outcomesSchema = v.array(
	v.variant('outcome', [
		countedSchema,
		v.object({ outcome: v.literal('duplicate') }),
		v.object({
			outcome: v.literal('refused'),
			field: v.optional(v.string()),
			reason: v.string()
		})
	])
);

type Upload = {
	bytes: Uint8Array;
	fileName: string;
	platform: { id: string; time_zone: string };
	/** Says what would be counted, and records nothing. */
	isDryRun: boolean;
	language: ImportLanguage;
	/** After each batch: how many rows of the file have been seen to. */
	onBatch?: (rowsDone: number) => Promise<void>;
};

/** Takes a use log into the ledger of a platform, as the person who sends it. */
export async function importUseLog(
	db: Db,
	{ bytes, fileName, platform, isDryRun, language, onBatch }: Upload
): Promise<{ ok: true; report: UseLogReport } | { ok: false; message: string }> {
	const purposes = await read(db.from('purpose_codes').select('code, name, name_en'));
	const context = { timeZone: platform.time_zone, purposes, fileName };
	const taken: UseLogReport['taken'] = [];
	const refused: { row: number; refusal: Refusal }[] = [];
	const totals = {
		rows: 0,
		recorded: 0,
		duplicate: 0,
		refused: 0,
		flagged: 0,
		hours: 0,
		sharedHours: 0
	};
	const uses: NumberedUse[] = [];

	function refuse(row: number, refusals: Refusal[]): void {
		totals.refused += 1;
		for (const refusal of refusals) refused.push({ row, refusal });
	}

	async function send({ rows: sent, before }: Batch): Promise<void> {
		const answer = await read(
			db.rpc('import_use_log', {
				platform_id: platform.id,
				entries: sent.map(({ use }) => use),
				dry_run: isDryRun,
				...(isDryRun && { before: before.map(({ use }) => use) })
			})
		);
		for (const [index, outcome] of v.parse(outcomesSchema, answer).entries()) {
			const one = sent[index];
			if (one === undefined) throw new Error('The database answered more rows than were sent.');
			if (outcome.outcome === 'duplicate') totals.duplicate += 1;
			else if (outcome.outcome === 'refused') {
				refuse(one.row, [{ field: outcome.field ?? null, reason: outcome.reason }]);
			} else count(one, outcome);
		}
	}

	function count(one: NumberedUse, outcome: Counted): void {
		totals.recorded += 1;
		if (outcome.state === 'rendered') totals.hours += outcome.hours;
		if (outcome.is_shared) totals.sharedHours += outcome.hours;
		if (outcome.flags.length > 0) totals.flagged += 1;
		taken.push({ ...one, ...outcome });
	}

	try {
		const text = isWorkbook(bytes) ? workbookToCsv(bytes) : bytes;
		const table = await openTable(() => oneChunk(text), USE_LOG_COLUMNS);
		const seen = new Set<string>();
		for await (const row of table.rows) {
			totals.rows += 1;
			if ('refusal' in row) {
				refuse(row.number, [row.refusal]);
				continue;
			}
			const result = readLoggedUse(row.cells, context);
			if ('refusals' in result) {
				refuse(row.number, result.refusals);
				continue;
			}
			// A dry run takes back what it wrote, so the database alone would not see it twice.
			const { instrument, organisation, starts_at, ends_at } = result.use;
			const key = JSON.stringify([instrument, organisation, starts_at, ends_at]);
			if (seen.has(key)) {
				totals.duplicate += 1;
				continue;
			}
			seen.add(key);
			uses.push({ row: row.number, use: result.use });
		}
		let rowsDone = totals.rows - uses.length;
		for (const batch of inBatches(uses)) {
			await send(batch);
			rowsDone += batch.rows.length;
			await onBatch?.(rowsDone);
		}
		taken.sort(
			(one, other) =>
				Number(other.flags.length > 0) - Number(one.flags.length > 0) || one.row - other.row
		);
		refused.sort((one, other) => one.row - other.row);
		const lines = refused.map(({ row, refusal }) =>
			formatReportLine({ number: row, refusal }, language)
		);
		const csv = lines.length === 0 ? '' : REPORT_HEADER + lines.join('');
		return {
			ok: true,
			report: {
				totals,
				taken: taken.slice(0, MOST_SHOWN),
				refused: refused.slice(0, MOST_SHOWN).map(({ row, refusal }) => ({
					row,
					field: nameField(refusal, language),
					reason: explainReason(refusal, language)
				})),
				csv,
				ignored: table.ignored
			}
		};
	} catch (error) {
		if (!(error instanceof UnreadableFileError)) throw error;
		return { ok: false, message: explainUnreadable(error, language) };
	}
}
