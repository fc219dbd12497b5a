import type { PostgrestError } from '@supabase/supabase-js';
import type { Database, Enums } from '#lib/database.types.ts';
import { toRefusal, type Refusal } from '#lib/server/database-error.ts';
import type { Db } from '#lib/server/supabase.ts';

type Row = Database['public']['Functions']['create_calendar_feed']['Returns'];
type FeedOutcome = { ok: true; id: string } | { ok: false; refusal: Refusal };

/** What a feed is of: the person's own bookings, or one thing of another kind. */
export type FeedWish = { kind: Enums<'calendar_feed_kind'>; subjectId: string | null };

/** Makes a feed, or finds the one there is of the same thing. */
export function createFeed(db: Db, { kind, subjectId }: FeedWish): Promise<FeedOutcome> {
	return toOutcome(
		db.rpc('create_calendar_feed', { kind, ...(subjectId !== null && { subject_id: subjectId }) })
	);
}

/** Gives a feed another address. */
export function renewFeed(db: Db, feedId: string): Promise<FeedOutcome> {
	return toOutcome(db.rpc('renew_calendar_feed', { feed_id: feedId }));
}

/** Gives up a feed with its address. */
export function revokeFeed(db: Db, feedId: string): Promise<FeedOutcome> {
	return toOutcome(db.rpc('revoke_calendar_feed', { feed_id: feedId }));
}

async function toOutcome(
	answer: PromiseLike<{ data: Row; error: null } | { data: null; error: PostgrestError }>
): Promise<FeedOutcome> {
	const { data, error } = await answer;
	return error ? { ok: false, refusal: toRefusal(error) } : { ok: true, id: data.id };
}
