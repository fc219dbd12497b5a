/** The functions of calendar feeds, called the way the Data API calls them. */
import { asAnonymous, asPerson, type Db } from './database.ts';

type Id = { id: string };

export type Feed = { id: string; revoked_at: Date | null };

export type FeedAddress = {
	id: string;
	kind: string;
	token: string;
	subject: { id: string; name: string } | null;
	is_permitted: boolean;
	shows_names: boolean;
	last_read_at: Date | null;
};

export type FeedAnswer = {
	digest: string;
	changed_at: string;
	content: {
		kind: string;
		subject: { name: string } | null;
		bookings: {
			id: string;
			status: string;
			effective_status: string;
			revision: number;
			person?: string;
			organisation?: { name: string };
		}[];
		uses: { id: string; kind: string; is_released: boolean; starts_at: string }[];
	} | null;
};

export function createFeed(
	db: Db,
	person: Id,
	kind: 'person' | 'organisation' | 'instrument' | 'platform',
	subject?: Id
): Promise<Feed> {
	return asPerson(db, person.id, () =>
		db.one<Feed>('select * from public.create_calendar_feed($1, $2)', [kind, subject?.id ?? null])
	);
}

export function renewFeed(db: Db, person: Id, feed: Id): Promise<Feed> {
	return asPerson(db, person.id, () =>
		db.one<Feed>('select * from public.renew_calendar_feed($1)', [feed.id])
	);
}

export function revokeFeed(db: Db, person: Id, feed: Id): Promise<Feed> {
	return asPerson(db, person.id, () =>
		db.one<Feed>('select * from public.revoke_calendar_feed($1)', [feed.id])
	);
}

export function listFeeds(db: Db, person: Id): Promise<FeedAddress[]> {
	return asPerson(db, person.id, () =>
		db.query<FeedAddress>('select * from public.list_calendar_feeds()')
	);
}

/** The token of a feed that the person has. */
export async function tokenOf(db: Db, person: Id, feed: Id): Promise<string> {
	const found = (await listFeeds(db, person)).find(({ id }) => id === feed.id);
	if (!found) throw new Error('There is no such feed.');
	return found.token;
}

/** Reads a feed as a calendar program does: without a session. */
export async function readFeed(
	db: Db,
	token: string,
	knownDigest: string | null = null
): Promise<FeedAnswer> {
	const { answer } = await asAnonymous(db, () =>
		db.one<{ answer: FeedAnswer }>('select public.read_calendar_feed($1, $2) as answer', [
			token,
			knownDigest
		])
	);
	return answer;
}

/** What the feed of a person for a thing tells, made and read in one go. */
export async function contentOf(
	db: Db,
	person: Id,
	...what: [kind: Parameters<typeof createFeed>[2], subject?: Id]
) {
	const feed = await createFeed(db, person, ...what);
	const { content } = await readFeed(db, await tokenOf(db, person, feed));
	if (!content) throw new Error('The feed told nothing.');
	return content;
}
