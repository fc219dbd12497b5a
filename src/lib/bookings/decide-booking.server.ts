import { fail, type ActionFailure, type RequestEvent } from '@sveltejs/kit';
import { readForm } from '#lib/ui/form/form.server.ts';
import * as m from '#lib/paraglide/messages.js';
import { setFlash } from '#lib/server/flash.ts';
import { refusalStatus, refusalTitle } from './booking-refusal.ts';
import { decisionSchema } from './booking-schema.ts';
import { approveBooking, declineBooking } from './commands.server.ts';

/** A decision that did not come about, with what was typed. */
export type RefusedDecision = { bookingId: string; message: string; note: string };

/** The actions `approve` and `decline` of a page with a `DecisionForm`; the page is shown again. */
export function decide(
	answer: 'approve' | 'decline'
): (event: RequestEvent) => Promise<ActionFailure<{ refused: RefusedDecision }> | undefined> {
	return async ({ request, locals, cookies }) => {
		const { data, valid, errors } = await readForm(request, decisionSchema);
		function refuse(status: number, message: string) {
			return fail(status, { refused: { bookingId: data.booking_id, message, note: data.note } });
		}
		if (!valid) return refuse(400, errors.note?.[0] ?? m.refusal_not_found());

		const command = answer === 'approve' ? approveBooking : declineBooking;
		const outcome = await command(locals.supabase, data.booking_id, data.note);
		if (!outcome.ok) return refuse(refusalStatus(outcome.refusal), refusalTitle(outcome.refusal));

		setFlash(cookies, {
			tone: 'ok',
			text: answer === 'approve' ? m.decision_approved() : m.decision_declined()
		});
		return undefined;
	};
}
