import { json } from '@sveltejs/kit';
import { toApiFeed } from '#lib/api/api-feed.ts';
import { readId, requirePerson } from '#lib/api/input.ts';
import { api, notFound, problemOfRefusal } from '#lib/api/problem.ts';
import { renewFeed } from '#lib/feeds/commands.server.ts';
import { listFeeds } from '#lib/feeds/queries.server.ts';

/** Exchanges a feed's address for another. */
export const POST = api(async (event) => {
	requirePerson(event);
	const { supabase } = event.locals;
	const id = readId(event);
	if (id === null) throw notFound();
	const outcome = await renewFeed(supabase, id);
	if (!outcome.ok) throw problemOfRefusal(outcome.refusal);

	const feeds = await listFeeds(supabase, event.url.origin);
	const feed = feeds.find((one) => one.id === id);
	if (!feed) throw notFound();
	return json(toApiFeed(feed), { headers: { 'Cache-Control': 'no-store' } });
});
