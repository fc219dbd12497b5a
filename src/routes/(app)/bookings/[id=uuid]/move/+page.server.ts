import { error, fail, redirect } from '@sveltejs/kit';
import { setError } from 'sveltekit-superforms';
import { getAvailability } from '#lib/availability/queries.server.ts';
import { readTimeChoice, slotPeriod, weekPeriod } from '#lib/availability/time-choice.ts';
import { permissionsFor } from '#lib/bookings/booking-permission.ts';
import { refusalStatus } from '#lib/bookings/booking-refusal.ts';
import { moveSchema } from '#lib/bookings/booking-schema.ts';
import { moveBooking } from '#lib/bookings/commands.server.ts';
import {
	findBookableInstrument,
	findBooking,
	getConditions,
	judgeBooking,
	listBookingOrganisations,
	listRoles
} from '#lib/bookings/queries.server.ts';
import { readWish } from '#lib/bookings/wished-period.ts';
import { listClosuresOf } from '#lib/closures/queries.server.ts';
import { link } from '#lib/i18n/link.ts';
import { calendarKey } from '#lib/live/live-subject.ts';
import * as m from '#lib/paraglide/messages.js';
import { requireClaims } from '#lib/server/auth.ts';
import { setFlash } from '#lib/server/flash.ts';
import type { Db } from '#lib/server/supabase.ts';
import { toPeriod } from '#lib/time/period.ts';
import { toWallTime } from '#lib/time/wall-time.ts';
import { openForm, readForm } from '#lib/ui/form/form.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const claims = requireClaims(event);
	const { supabase } = event.locals;
	const now = new Date();
	const booking = await getBooking(supabase, event.params.id);
	event.depends(calendarKey({ instrument: booking.instrument_id }));
	const [instrument, roles, organisations] = await Promise.all([
		findBookableInstrument(supabase, booking.instrument_id),
		listRoles(supabase, claims),
		listBookingOrganisations(supabase, claims)
	]);
	// The lab, which books for nobody there, is shown what holds for a startup.
	const customerId = organisations.find(({ id }) => id === booking.organisation_id)?.id ?? null;
	const conditions = await getConditions(supabase, booking.instrument_id, customerId);
	const { canChange } = permissionsFor(booking, { personId: claims.sub, roles, now });
	const { rules } = conditions;
	// What can no longer be moved says so on its own page.
	if (!canChange || !rules) redirect(303, link('/(app)/bookings/[id=uuid]', { id: booking.id }));

	const timeZone = booking.platform.time_zone;
	const current = toPeriod({ start: booking.starts_at, end: booking.ends_at });
	const choice = readTimeChoice(withCurrent(event.url, booking), rules, timeZone, now);
	const chosen = choice.chosen ?? current;
	const week = weekPeriod(choice.monday, timeZone);
	const [availability, closures, judged] = await Promise.all([
		getAvailability(supabase, booking.instrument_id, slotPeriod(choice, timeZone), customerId),
		listClosuresOf(supabase, booking.instrument_id, week),
		event.url.searchParams.has('start')
			? judgeBooking(supabase, {
					instrumentId: booking.instrument_id,
					period: chosen,
					organisationId: booking.organisation_id,
					bookingId: booking.id
				})
			: null
	]);

	return {
		booking,
		units: instrument?.units ?? 1,
		rules,
		choice,
		current,
		now,
		availability,
		closures,
		judged,
		form: await openForm(moveSchema, {
			start: toWallTime(chosen.start, timeZone),
			end: toWallTime(chosen.end, timeZone)
		})
	};
};

export const actions: Actions = {
	default: async ({ request, params, locals, cookies }) => {
		const form = await readForm(request, moveSchema);
		if (!form.valid) return fail(400, { form, refusal: null });

		const { platform } = await getBooking(locals.supabase, params.id);
		const wish = readWish(form.data, platform.time_zone);
		if (!wish.ok) {
			setError(form, wish.field, wish.message);
			return fail(400, { form, refusal: null });
		}

		const outcome = await moveBooking(locals.supabase, params.id, wish.period);
		if (!outcome.ok) {
			form.data.start = toWallTime(wish.period.start, platform.time_zone);
			form.data.end = toWallTime(wish.period.end, platform.time_zone);
			return fail(refusalStatus(outcome.refusal), { form, refusal: outcome.refusal });
		}

		setFlash(cookies, {
			tone: 'ok',
			text: outcome.booking.status === 'pending' ? m.booking_moved_to_pending() : m.booking_moved()
		});
		redirect(303, link('/(app)/bookings/[id=uuid]', { id: params.id }));
	}
};

async function getBooking(db: Db, id: string) {
	return (await findBooking(db, id)) ?? error(404, m.refusal_not_found());
}

/** The week of the booking is shown first, with slots of its length. */
function withCurrent(url: URL, booking: { starts_at: string; ends_at: string }): URLSearchParams {
	if (url.searchParams.has('start')) return url.searchParams;
	const params = new URLSearchParams(url.searchParams);
	params.set('start', booking.starts_at);
	params.set('end', booking.ends_at);
	return params;
}
