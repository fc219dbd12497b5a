import { fail, type ActionFailure, type RequestEvent } from '@sveltejs/kit';
import * as v from 'valibot';
import { refusalStatus, type BookingRefusal } from '#lib/bookings/booking-refusal.ts';
import { cleanText } from '#lib/bookings/booking-schema.ts';
import { extendBooking, moveBooking } from '#lib/bookings/commands.server.ts';
import { parseInstant } from '#lib/time/period.ts';
import { readForm } from '#lib/ui/form/form.server.ts';

const instant = v.pipe(
	v.string(),
	v.check((text) => parseInstant(text) !== null)
);

const schema = v.object({
	booking_id: v.pipe(v.string(), v.uuid()),
	start: instant,
	end: instant,
	/** Rules that the lab lifts, parted by commas. */
	lift: v.optional(v.string(), ''),
	lift_reason: v.optional(cleanText, '')
});

/**
 * What a drop on the timeline sends: another time, or more of it for a booking that has begun. The
 * same functions as of every other way, and the same refusals.
 */
export async function moveOnTimeline({
	request,
	locals
}: RequestEvent): Promise<ActionFailure<{ refusal: BookingRefusal }> | undefined> {
	const { data, valid } = await readForm(request, schema);
	const [start, end] = [parseInstant(data.start), parseInstant(data.end)];
	if (!valid || !start || !end) return fail(400, { refusal: { reason: 'value_refused' } });

	const lift = data.lift.split(',').filter((rule) => rule !== '');
	const exception = lift.length > 0 ? { lift, reason: data.lift_reason } : null;
	let outcome = await moveBooking(locals.supabase, data.booking_id, { start, end }, exception);
	if (!outcome.ok && outcome.refusal.reason === 'begun') {
		outcome = await extendBooking(locals.supabase, data.booking_id, end, exception);
	}
	return outcome.ok
		? undefined
		: fail(refusalStatus(outcome.refusal), { refusal: outcome.refusal });
}
