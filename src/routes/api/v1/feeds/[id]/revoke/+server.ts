import { readId, requirePerson } from '#lib/api/input.ts';
import { api, notFound, problemOfRefusal } from '#lib/api/problem.ts';
import { revokeFeed } from '#lib/feeds/commands.server.ts';

/** Gives up a feed: its address leads nowhere from now on. */
export const POST = api(async (event) => {
	requirePerson(event);
	const id = readId(event);
	if (id === null) throw notFound();
	const outcome = await revokeFeed(event.locals.supabase, id);
	if (!outcome.ok) throw problemOfRefusal(outcome.refusal);

	return new Response(null, { status: 204 });
});
