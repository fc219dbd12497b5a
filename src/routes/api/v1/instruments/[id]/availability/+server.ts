import { json } from '@sveltejs/kit';
import * as v from 'valibot';
import { queryInstant, readId, readQuery, wrongOrder } from '#lib/api/input.ts';
import { api, notFound, problemOfRefusal } from '#lib/api/problem.ts';
import { toRefusal } from '#lib/server/database-error.ts';

const query = v.object({ from: v.optional(queryInstant), to: v.optional(queryInstant) });

const WEEK_MS = 7 * 24 * 60 * 60 * 1000;

/** `{timezone, open, busy, free}`; without bounds the seven days from now, or from `from`. */
export const GET = api(async (event) => {
	const id = readId(event);
	if (id === null) throw notFound();

	const wanted = readQuery(event.url, query);
	const from = wanted.from ?? new Date().toISOString();
	const to = wanted.to ?? new Date(Date.parse(from) + WEEK_MS).toISOString();

	if (from >= to) throw wrongOrder('to', to, from);

	const { data, error } = await event.locals.supabase.rpc('instrument_availability', {
		instrument_id: id,
		starts_at: from,
		ends_at: to
	});
	if (error) throw problemOfRefusal(toRefusal(error));
	return json(data);
});
