import { error, fail, redirect } from '@sveltejs/kit';
import { permissionsFor } from '#lib/bookings/booking-permission.ts';
import { refusalStatus, refusalTitle } from '#lib/bookings/booking-refusal.ts';
import { cancelSchema } from '#lib/bookings/booking-schema.ts';
import { cancelBooking } from '#lib/bookings/commands.server.ts';
import { decide } from '#lib/bookings/decide-booking.server.ts';
import { findBooking, listHistory, listRoles } from '#lib/bookings/queries.server.ts';
import { link } from '#lib/i18n/link.ts';
import { calendarKey } from '#lib/live/live-subject.ts';
import * as m from '#lib/paraglide/messages.js';
import { requireClaims } from '#lib/server/auth.ts';
import { setFlash } from '#lib/server/flash.ts';
import { readForm } from '#lib/ui/form/form.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const claims = requireClaims(event);
	const { supabase } = event.locals;
	const now = new Date();
	const [booking, history, roles] = await Promise.all([
		findBooking(supabase, event.params.id),
		listHistory(supabase, event.params.id),
		listRoles(supabase, claims)
	]);
	if (!booking) error(404, m.refusal_not_found());
	event.depends(calendarKey({ instrument: booking.instrument_id }));

	return {
		booking,
		history,
		permissions: permissionsFor(booking, { personId: claims.sub, roles, now }),
		now
	};
};

export const actions: Actions = {
	approve: decide('approve'),
	decline: decide('decline'),
	cancel: async (event) => {
		const form = await readForm(event.request, cancelSchema);
		const { reason } = form.data;
		if (!form.valid) {
			return fail(400, { notCancelled: { reason, message: form.errors.reason?.[0] ?? '' } });
		}

		const outcome = await cancelBooking(event.locals.supabase, event.params.id, reason);
		if (!outcome.ok) {
			const message = refusalTitle(outcome.refusal);
			return fail(refusalStatus(outcome.refusal), { notCancelled: { reason, message } });
		}

		setFlash(event.cookies, { tone: 'ok', text: m.booking_cancelled() });
		redirect(303, link('/(app)/bookings/[id=uuid]', { id: event.params.id }));
	}
};
