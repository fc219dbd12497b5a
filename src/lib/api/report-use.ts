import { json, type RequestHandler } from '@sveltejs/kit';
import * as v from 'valibot';
import { toRefusal } from '#lib/server/database-error.ts';
import { readBooking } from './read-booking.ts';
import { instant, readBody, readId, readIdempotencyKey, requirePerson } from './input.ts';
import { api, notFound, problemOfRefusal } from './problem.ts';

const report = v.object({ happened_at: v.nullish(instant) });

/**
 * The handler of a report from the instrument, by whoever is there. A body is needed only to say
 * that it happened earlier. Twice is once, with or without a key: the booking knows its use.
 */
export function reportUse(change: 'check_in' | 'check_out'): RequestHandler {
	return api(async (event) => {
		requirePerson(event);
		readIdempotencyKey(event);
		const id = readId(event);
		if (id === null) throw notFound();

		const hasBody = event.request.headers.has('content-type');
		const { happened_at } = hasBody ? await readBody(event.request, report) : { happened_at: null };

		const { error } = await event.locals.supabase.rpc(change, {
			booking_id: id,
			...(happened_at != null && { happened_at })
		});
		if (error) throw problemOfRefusal(toRefusal(error));
		return json(await readBooking(event.locals.supabase, id));
	});
}
