import { read } from '#lib/catalogue/read.server.ts';
import type { Db } from '#lib/server/supabase.ts';
import type { ExportProgress } from './progress.ts';

/** How far an export is: parts that are written, rows that are read, bytes of the files within. */
type Progress = { parts: number; rows: number; bytes: number };

/** More often nobody looks. */
const TELL_MS = 1000;

export type Teller = {
	/** Tells how far it is, unless it was told a moment ago. */
	tell: (progress: Progress) => Promise<void>;
	finish: (progress: Progress) => Promise<void>;
};

/** Tells of one export. That it cannot be told is no reason to break the export off. */
export function tellExport(db: Db, exportId: string): Teller {
	let toldAt = 0;

	async function send({ parts, rows, bytes }: Progress, isFinished: boolean): Promise<void> {
		toldAt = Date.now();
		await db.rpc('tell_export', {
			export_id: exportId,
			parts_done: parts,
			rows_done: rows,
			bytes_done: bytes,
			is_finished: isFinished
		});
	}
	return {
		async tell(progress) {
			if (Date.now() - toldAt >= TELL_MS) await send(progress, false);
		},
		finish: (progress) => send(progress, true)
	};
}

export async function readProgress(db: Db, platformId: string): Promise<ExportProgress> {
	const last = await read(
		db
			.from('platform_exports')
			.select('id, started_at, told_at, finished_at, parts_done, rows_done, bytes_done')
			.eq('platform_id', platformId)
			.order('started_at', { ascending: false })
			.limit(1)
			.maybeSingle()
	);
	return { last, now: new Date().toISOString() };
}
