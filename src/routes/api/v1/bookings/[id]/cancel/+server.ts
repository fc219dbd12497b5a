import { json } from '@sveltejs/kit';
import * as v from 'valibot';
import { toApiBooking } from '#lib/api/api-booking.ts';
import { readBody, readId, requirePerson, text } from '#lib/api/input.ts';
import { api, notFound, problemOfRefusal } from '#lib/api/problem.ts';
import { toRefusal } from '#lib/server/database-error.ts';

const cancellation = v.object({ reason: v.nullish(text) });

/** Cancels a booking; a body with the reason is optional. Cancelling twice changes nothing. */
export const POST = api(async (event) => {
	requirePerson(event);
	const id = readId(event);
	if (id === null) throw notFound();

	const hasBody = event.request.headers.has('content-type');
	const { reason } = hasBody ? await readBody(event.request, cancellation) : { reason: null };

	const { data, error } = await event.locals.supabase.rpc('cancel_booking', {
		booking_id: id,
		...(reason != null && { reason })
	});
	if (error) throw problemOfRefusal(toRefusal(error));
	return json(toApiBooking(data));
});
