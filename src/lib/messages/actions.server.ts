import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { link } from '#lib/i18n/link.ts';
import * as m from '#lib/paraglide/messages.js';
import { toOutcome, type RefusalTexts } from '#lib/server/outcome.ts';
import { readForm } from '#lib/ui/form/form.server.ts';
import { MAX_MESSAGE_LENGTH, messageSchema, readingSchema } from './message-schema.ts';

/** A message that was not posted, with what was typed. */
export type RefusedMessage = { body: string; message: string };

const REFUSALS: RefusalTexts = {
	booking_not_found: () => m.refusal_not_found(),
	message_limit_reached: ({ detail }) => m.message_limit_reached({ limit: detail ?? '' }),
	booking_messages_body_has_length: () => m.text_too_long({ limit: MAX_MESSAGE_LENGTH }),
	booking_messages_body_is_clean: () => m.text_unclean()
};

type OnBooking = RequestEvent<{ id: string }, '/(app)/bookings/[id=uuid]'>;

/** The action `message` of a booking's page: says something to the other side. */
export async function postMessage({ request, params, locals }: OnBooking) {
	const { data, valid, errors } = await readForm(request, messageSchema);
	function refuse(status: number, message: string) {
		const notPosted: RefusedMessage = { body: data.body, message };
		return fail(status, { notPosted });
	}
	if (!valid) return refuse(400, errors.body?.[0] ?? m.text_missing());

	const outcome = await toOutcome(
		locals.supabase
			.rpc('post_booking_message', { booking_id: params.id, body: data.body })
			.setHeader('Idempotency-Key', data.idempotency_key),
		REFUSALS
	);
	if (!outcome.ok) return refuse(outcome.status, outcome.message);
	redirect(303, `${link('/(app)/bookings/[id=uuid]', { id: params.id })}#messages`);
}

/** The action `read`: notes that the messages shown have been read. */
export async function readMessages({ request, params, locals }: OnBooking) {
	const { data, valid } = await readForm(request, readingSchema);
	if (!valid) return fail(400, {});

	const outcome = await toOutcome(
		locals.supabase.rpc('read_booking_messages', { booking_id: params.id, until: data.until }),
		REFUSALS
	);
	if (!outcome.ok) return fail(outcome.status, {});
	redirect(303, `${link('/(app)/bookings/[id=uuid]', { id: params.id })}#messages`);
}
