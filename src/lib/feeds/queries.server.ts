import * as v from 'valibot';
import { read } from '#lib/catalogue/read.server.ts';
import type { Database } from '#lib/database.types.ts';
import { toRefusal, type Refusal } from '#lib/server/database-error.ts';
import type { Db } from '#lib/server/supabase.ts';
import { feedAnswerSchema, type FeedContent } from './feed-answer.ts';
import { feedAddress } from './feed-address.ts';

const subjectSchema = v.nullable(
	v.object({
		id: v.string(),
		name: v.string(),
		language: v.string(),
		name_en: v.nullable(v.string())
	})
);

/** The generated type of a function's columns does not say which may be null. */
type FeedRow = Omit<
	Database['public']['Functions']['list_calendar_feeds']['Returns'][number],
	'renewed_at' | 'last_read_at'
> & { renewed_at: string | null; last_read_at: string | null };

/** One's own feeds with their addresses. The one of one's own bookings is there from the start. */
export async function listFeeds(db: Db, origin: string) {
	const rows: FeedRow[] = await read(db.rpc('list_calendar_feeds'));
	return rows.map(({ token, subject, ...feed }) => ({
		...feed,
		subject: v.parse(subjectSchema, subject),
		address: feedAddress(token, origin)
	}));
}

export type Feed = Awaited<ReturnType<typeof listFeeds>>[number];

/** An instrument as the page of calendars names it; null when there is none. */
export async function findInstrumentName(db: Db, id: string) {
	return read(
		db.from('instruments').select('id, name, language, name_en').eq('id', id).maybeSingle()
	);
}

type FeedAnswer =
	| { ok: true; digest: string; changedAt: Date; content: FeedContent | null }
	| { ok: false; refusal: Refusal };

/**
 * What a feed tells now; the content is null when its digest is the one that the reader knows.
 *
 * @param db anybody's: the token alone decides what is read.
 */
export async function readFeed(
	db: Db,
	token: string,
	knownDigest: string | null
): Promise<FeedAnswer> {
	const { data, error } = await db.rpc('read_calendar_feed', {
		token,
		...(knownDigest !== null && { known_digest: knownDigest })
	});
	if (error) return { ok: false, refusal: toRefusal(error) };

	const { digest, changed_at, content } = v.parse(feedAnswerSchema, data);
	return { ok: true, digest, changedAt: new Date(changed_at), content };
}
