import { randomUUID } from 'node:crypto';
import { error, fail, redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { permissionsFor } from '#lib/bookings/booking-permission.ts';
import { refusalStatus, refusalTitle } from '#lib/bookings/booking-refusal.ts';
import {
	cancelSchema,
	noShowSchema,
	offerSchema,
	purposeSchema
} from '#lib/bookings/booking-schema.ts';
import { consequenceOf } from '#lib/bookings/cancellation.ts';
import {
	answerClosureOffer,
	answerNoShow,
	cancelBooking,
	reinstateBooking,
	statePurpose
} from '#lib/bookings/commands.server.ts';
import { decide } from '#lib/bookings/decide-booking.server.ts';
import { findBooking, listHistory, listRoles } from '#lib/bookings/queries.server.ts';
import { retireFile, uploadFile } from '#lib/files/actions.server.ts';
import { listFileEndings, listFiles } from '#lib/files/queries.server.ts';
import { parseRange } from '#lib/bookings/range-text.ts';
import { extend, report } from '#lib/desk/desk-actions.server.ts';
import { openOffer } from '#lib/closures/open-offer.ts';
import { link } from '#lib/i18n/link.ts';
import { listPurposes } from '#lib/ledger/queries.server.ts';
import { postMessage, readMessages } from '#lib/messages/actions.server.ts';
import { listThread } from '#lib/messages/queries.server.ts';
import { calendarKey } from '#lib/live/live-subject.ts';
import * as m from '#lib/paraglide/messages.js';
import { requireClaims } from '#lib/server/auth.ts';
import { slotSchema } from '#lib/server/database-error.ts';
import { setFlash } from '#lib/server/flash.ts';
import { toPeriod } from '#lib/time/period.ts';
import { readForm } from '#lib/ui/form/form.server.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

export const load: PageServerLoad = async (event) => {
	const claims = requireClaims(event);
	const { supabase } = event.locals;
	const [booking, history, roles, messages, files, fileEndings, purposes] = await Promise.all([
		findBooking(supabase, event.params.id),
		listHistory(supabase, event.params.id),
		listRoles(supabase, claims),
		listThread(supabase, event.params.id),
		listFiles(supabase, event.params.id),
		listFileEndings(supabase),
		listPurposes(supabase)
	]);
	if (!booking) error(404, m.refusal_not_found());
	event.depends(calendarKey({ instrument: booking.instrument_id }));

	const now = new Date();
	const permissions = permissionsFor(booking, { personId: claims.sub, roles, now });
	const offer = openOffer(booking.closure_offers);
	return {
		booking,
		history,
		messages,
		files,
		fileEndings,
		purposes,
		formKey: randomUUID(),
		permissions,
		now,
		consequence: permissions.isLab ? null : consequenceOf(booking, now),
		offer:
			offer && permissions.canChange
				? {
						slots: v.parse(v.array(slotSchema), offer.slots),
						kind: offer.closure.kind,
						reason: offer.closure.reason,
						period: toPeriod(parseRange(String(offer.closure.during)))
					}
				: null
	};
};

export const actions: Actions = {
	approve: decide('approve'),
	decline: decide('decline'),
	message: postMessage,
	read: readMessages,
	upload: uploadFile,
	'retire-file': retireFile,
	check_in: report('check_in'),
	check_out: report('check_out'),
	extend,
	appeal: answer('appeal', m.appeal_sent),
	waive: answer('waive', m.appeal_was_waived),
	uphold: answer('uphold', m.appeal_was_upheld),
	state_purpose: async ({ request, locals, params, cookies }) => {
		const form = await readForm(request, purposeSchema);
		const purposeCode = form.data.purpose_code;
		if (!form.valid) {
			return fail(400, {
				notStated: { purposeCode, message: m.refusal_purpose_unknown() }
			});
		}
		const outcome = await statePurpose(locals.supabase, params.id, purposeCode);
		if (!outcome.ok) {
			const message = refusalTitle(outcome.refusal);
			return fail(refusalStatus(outcome.refusal), { notStated: { purposeCode, message } });
		}
		setFlash(cookies, { tone: 'ok', text: m.booking_purpose_code_saved() });
		redirect(303, link('/(app)/bookings/[id=uuid]', { id: params.id }));
	},
	reinstate: async ({ locals, params, cookies }) => {
		const outcome = await reinstateBooking(locals.supabase, params.id);
		if (!outcome.ok) {
			return fail(refusalStatus(outcome.refusal), { notReinstated: outcome.refusal });
		}
		setFlash(cookies, { tone: 'ok', text: m.booking_reinstated() });
		redirect(303, link('/(app)/bookings/[id=uuid]', { id: params.id }));
	},
	answer_offer: async ({ request, locals, params, cookies }) => {
		const form = await readForm(request, offerSchema);
		if (!form.valid) return fail(400, { notAnswered: m.refusal_offer_closed() });
		const { slot } = form.data;
		const isMoved = slot !== 'none';

		const outcome = await answerClosureOffer(
			locals.supabase,
			params.id,
			isMoved ? new Date(slot) : null
		);
		if (!outcome.ok) {
			return fail(refusalStatus(outcome.refusal), { notAnswered: refusalTitle(outcome.refusal) });
		}
		setFlash(cookies, { tone: 'ok', text: isMoved ? m.offer_moved() : m.offer_cancelled() });
		redirect(303, link('/(app)/bookings/[id=uuid]', { id: params.id }));
	},
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

		setFlash(event.cookies, { tone: 'ok', text: m.booking_cancelled(), undo: 'cancellation' });
		redirect(303, link('/(app)/bookings/[id=uuid]', { id: event.params.id }));
	}
};

/** What is said about a no-show, by the customer or the lab, always with a reason. */
function answer(kind: 'appeal' | 'waive' | 'uphold', said: () => string) {
	return async ({ request, locals, params, cookies }: RequestEvent) => {
		const form = await readForm(request, noShowSchema);
		const { reason } = form.data;
		if (!form.valid) {
			return fail(400, { noShow: { reason, message: form.errors.reason?.[0] ?? '' } });
		}

		const outcome = await answerNoShow(locals.supabase, params.id, kind, reason);
		if (!outcome.ok) {
			const message = refusalTitle(outcome.refusal);
			return fail(refusalStatus(outcome.refusal), { noShow: { reason, message } });
		}
		setFlash(cookies, { tone: 'ok', text: said() });
		redirect(303, link('/(app)/bookings/[id=uuid]', { id: params.id }));
	};
}
