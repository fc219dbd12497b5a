import { json } from '@sveltejs/kit';
import * as v from 'valibot';
import { instant, readBody, readId, readIdempotencyKey, requirePerson } from '#lib/api/input.ts';
import { api, notFound, problemOfRefusal } from '#lib/api/problem.ts';
import { readBooking } from '#lib/api/read-booking.ts';
import { toRefusal } from '#lib/server/database-error.ts';

const extension = v.object({ end: instant });

/** Gives a booking that has begun more time. The end is absolute, so that twice is once. */
export const POST = api(async (event) => {
	requirePerson(event);
	readIdempotencyKey(event);
	const id = readId(event);
	if (id === null) throw notFound();
	const { end } = await readBody(event.request, extension);

	const { supabase } = event.locals;
	const { error } = await supabase.rpc('extend_booking', { booking_id: id, ends_at: end });
	if (error) throw problemOfRefusal(toRefusal(error));
	return json(await readBooking(supabase, id));
});
