import { json } from '@sveltejs/kit';
import * as v from 'valibot';
import { toApiFeed } from '#lib/api/api-feed.ts';
import { id, readBody, requirePerson } from '#lib/api/input.ts';
import { api, notFound, problemOfRefusal } from '#lib/api/problem.ts';
import { Constants } from '#lib/database.types.ts';
import { createFeed } from '#lib/feeds/commands.server.ts';
import { listFeeds } from '#lib/feeds/queries.server.ts';
import * as m from '#lib/paraglide/messages.js';

/** The caller's feeds with their addresses, which are secrets: no cache may keep them. */
export const GET = api(async (event) => {
	requirePerson(event);
	const feeds = await listFeeds(event.locals.supabase, event.url.origin);
	return json(
		{ items: feeds.map(toApiFeed), next_cursor: null },
		{ headers: { 'Cache-Control': 'no-store' } }
	);
});

const feedRequest = v.object({
	kind: v.picklist(Constants.public.Enums.calendar_feed_kind, () => m.api_value_malformed()),
	subject_id: v.nullish(id)
});

/** Makes a feed of the caller's own, or answers with the one there is of the same thing. */
export const POST = api(async (event) => {
	requirePerson(event);
	const { supabase } = event.locals;
	const wish = await readBody(event.request, feedRequest);
	const outcome = await createFeed(supabase, {
		kind: wish.kind,
		subjectId: wish.subject_id ?? null
	});
	if (!outcome.ok) throw problemOfRefusal(outcome.refusal);

	const feeds = await listFeeds(supabase, event.url.origin);
	const feed = feeds.find((one) => one.id === outcome.id);
	if (!feed) throw notFound();
	return json(toApiFeed(feed), { status: 201, headers: { 'Cache-Control': 'no-store' } });
});
