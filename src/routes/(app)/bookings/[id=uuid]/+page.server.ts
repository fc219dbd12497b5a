import { randomUUID } from 'node:crypto';
import { error, fail, redirect } from '@sveltejs/kit';
import { permissionsFor } from '#lib/bookings/booking-permission.ts';
import { refusalStatus, refusalTitle } from '#lib/bookings/booking-refusal.ts';
import { cancelSchema } from '#lib/bookings/booking-schema.ts';
import { cancelBooking } from '#lib/bookings/commands.server.ts';
import { decide } from '#lib/bookings/decide-booking.server.ts';
import { findBooking, listHistory, listRoles } from '#lib/bookings/queries.server.ts';
import { retireFile, uploadFile } from '#lib/files/actions.server.ts';
import { listFileEndings, listFiles } from '#lib/files/queries.server.ts';
import { link } from '#lib/i18n/link.ts';
import { postMessage, readMessages } from '#lib/messages/actions.server.ts';
import { listThread } from '#lib/messages/queries.server.ts';
import * as m from '#lib/paraglide/messages.js';
import { requireClaims } from '#lib/server/auth.ts';
import { setFlash } from '#lib/server/flash.ts';
import { readForm } from '#lib/ui/form/form.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const claims = requireClaims(event);
	const { supabase } = event.locals;
	const [booking, history, roles, messages, files, fileEndings] = await Promise.all([
		findBooking(supabase, event.params.id),
		listHistory(supabase, event.params.id),
		listRoles(supabase, claims),
		listThread(supabase, event.params.id),
		listFiles(supabase, event.params.id),
		listFileEndings(supabase)
	]);
	if (!booking) error(404, m.refusal_not_found());

	return {
		booking,
		history,
		permissions: permissionsFor(booking, { personId: claims.sub, roles, now: new Date() }),
		messages,
		files,
		fileEndings,
		formKey: randomUUID()
	};
};

export const actions: Actions = {
	approve: decide('approve'),
	decline: decide('decline'),
	message: postMessage,
	read: readMessages,
	upload: uploadFile,
	'retire-file': retireFile,
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
