import { read } from '#lib/catalogue/read.server.ts';
import type { Db } from '#lib/server/supabase.ts';
import type { Collecting, CollectionProgress } from './collection-progress.ts';

/** How far the last collection of an evaluation is. */
export async function readCollectionProgress(db: Db, cycleId: string): Promise<CollectionProgress> {
	const last = await read(db.rpc('evaluation_progress', { cycle_id: cycleId }).maybeSingle());
	// The generated type takes every column of a composite for one that may be null.
	return { last: last as Collecting | null, now: new Date().toISOString() };
}

/** The same while it is under way, and null when there is nothing to wait for. */
export async function readCollecting(db: Db, cycleId: string): Promise<CollectionProgress | null> {
	const progress = await readCollectionProgress(db, cycleId);
	return progress.last === null || progress.last.finished_at !== null ? null : progress;
}
