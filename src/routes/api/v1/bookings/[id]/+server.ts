import { json } from '@sveltejs/kit';
import * as v from 'valibot';
import { toApiBooking } from '#lib/api/api-booking.ts';
import { instant, readBody, readId, requirePerson } from '#lib/api/input.ts';
import { api, notFound, problemOfRefusal } from '#lib/api/problem.ts';
import { readBooking } from '#lib/api/read-booking.ts';
import { toRefusal } from '#lib/server/database-error.ts';
import type { Db } from '#lib/server/supabase.ts';

export const GET = api(async (event) => {
	requirePerson(event);
	return json(await readBooking(event.locals.supabase, readId(event)));
});

const move = v.object({ start: v.optional(instant), end: v.optional(instant) });

/** Moves a booking. A bound that is left out stays as it is. */
export const PATCH = api(async (event) => {
	requirePerson(event);
	const { supabase } = event.locals;
	const id = readId(event);
	if (id === null) throw notFound();

	const wish = await readBody(event.request, move);
	const { start, end } =
		wish.start !== undefined && wish.end !== undefined
			? { start: wish.start, end: wish.end }
			: await completeMove(supabase, id, wish);

	const { data, error } = await supabase.rpc('move_booking', {
		booking_id: id,
		starts_at: start,
		ends_at: end
	});
	if (error) throw problemOfRefusal(toRefusal(error));
	return json(toApiBooking(data));
});

async function completeMove(supabase: Db, id: string, wish: v.InferOutput<typeof move>) {
	const booking = await readBooking(supabase, id);
	return { start: wish.start ?? booking.start, end: wish.end ?? booking.end };
}
