import { toRefusal, type Refusal } from '#lib/server/database-error.ts';
import type { Db } from '#lib/server/supabase.ts';

/** Marks one of one's own notices as read; others stay as they are. */
export async function markNoticeRead(db: Db, id: string): Promise<void> {
	const { error } = await db.rpc('mark_notices_read', { notice_ids: [id] });
	if (error) throw new Error('a notice could not be marked as read', { cause: error });
}

/** Marks all that a page had when it was loaded, so that what has come since stays unread. */
export async function markNoticesReadUntil(db: Db, until: Date): Promise<void> {
	const { error } = await db.rpc('mark_notices_read', { until: until.toISOString() });
	if (error) throw new Error('notices could not be marked as read', { cause: error });
}

type Preference = { kind: string; in_app: boolean; by_mail: boolean };

/** Keeps how the person asking wants to be told of the kinds named. */
export async function setNoticePreferences(
	db: Db,
	preferences: Preference[]
): Promise<Refusal | null> {
	const { error } = await db.rpc('set_notice_preferences', { preferences });
	return error ? toRefusal(error) : null;
}
