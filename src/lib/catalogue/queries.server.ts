import type { Db } from '#lib/server/supabase.ts';
import { read } from './read.server.ts';

/** The subjects of GB/T 13745 by code, to name what a record is filed under. */
export async function listSubjects(db: Db) {
	return read(db.from('subjects').select('code, name').order('code'));
}
