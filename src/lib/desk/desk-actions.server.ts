import { fail, redirect, type ActionFailure, type RequestEvent } from '@sveltejs/kit';
import * as v from 'valibot';
import { refusalStatus, type BookingRefusal } from '#lib/bookings/booking-refusal.ts';
import { extendBooking, reportUse } from '#lib/bookings/commands.server.ts';
import * as m from '#lib/paraglide/messages.js';
import { setFlash } from '#lib/server/flash.ts';
import { formatTime } from '#lib/time/format-time.ts';
import { addMinutes } from '#lib/time/period.ts';
import { extensionSchema, reportSchema } from './desk-schema.ts';

/** What was pressed and refused, for the page to say beside the booking. */
export type RefusedPress = { bookingId: string; refusal: BookingRefusal };

type Press = (event: RequestEvent) => Promise<ActionFailure<{ refusedPress: RefusedPress | null }>>;

/** The action `check_in` or `check_out` of a page with a `UseForm`; leads back to the page. */
export function report(change: 'check_in' | 'check_out'): Press {
	return async (event) => {
		const form = v.safeParse(reportSchema, Object.fromEntries(await event.request.formData()));
		if (!form.success) return fail(400, { refusedPress: null });
		const bookingId = form.output.booking_id;

		const outcome = await reportUse(event.locals.supabase, bookingId, change);
		if (!outcome.ok) {
			const { refusal } = outcome;
			return fail(refusalStatus(refusal), { refusedPress: { bookingId, refusal } });
		}

		const { started_at, ended_at } = outcome.session;
		const timeZone = await zoneOf(event, bookingId);
		setFlash(event.cookies, {
			tone: 'ok',
			text:
				change === 'check_in'
					? m.desk_done_in({ time: formatTime(new Date(started_at), timeZone) })
					: m.desk_done_out({ time: formatTime(new Date(ended_at ?? started_at), timeZone) })
		});
		redirect(303, backTo(event.url));
	};
}

/** The action `extend`: so many minutes more than the end that was shown. */
export const extend: Press = async (event) => {
	const form = v.safeParse(extensionSchema, Object.fromEntries(await event.request.formData()));
	if (!form.success) return fail(400, { refusedPress: null });
	const { booking_id: bookingId, ends_at, minutes } = form.output;

	const end = addMinutes(new Date(ends_at), minutes);
	const outcome = await extendBooking(event.locals.supabase, bookingId, end);
	if (!outcome.ok) {
		const { refusal } = outcome;
		return fail(refusalStatus(refusal), { refusedPress: { bookingId, refusal } });
	}

	const timeZone = await zoneOf(event, bookingId);
	setFlash(event.cookies, {
		tone: 'ok',
		text: m.desk_done_extended({ time: formatTime(end, timeZone) })
	});
	redirect(303, backTo(event.url));
};

/** The page itself with all that its address says, but for the name of the action. */
function backTo(url: URL): string {
	const params = new URLSearchParams(url.searchParams);
	for (const name of [...params.keys()]) if (name.startsWith('/')) params.delete(name);
	const query = params.toString();
	return query === '' ? url.pathname : `${url.pathname}?${query}`;
}

async function zoneOf({ locals }: RequestEvent, bookingId: string): Promise<string> {
	const { data, error } = await locals.supabase
		.from('bookings')
		.select('platform:platforms(time_zone)')
		.eq('id', bookingId)
		.single();
	if (error) throw error;
	return data.platform.time_zone;
}
