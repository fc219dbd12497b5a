import { fail, type ActionFailure, type RequestEvent } from '@sveltejs/kit';
import * as v from 'valibot';
import { refusalByKey, refusalTitle } from '#lib/bookings/booking-refusal.ts';
import { cleanText } from '#lib/bookings/booking-schema.ts';
import { read } from '#lib/catalogue/read.server.ts';
import { toTitle } from '#lib/catalogue/title.ts';
import * as m from '#lib/paraglide/messages.js';
import { toRefusal } from '#lib/server/database-error.ts';
import { setFlash } from '#lib/server/flash.ts';
import type { Db } from '#lib/server/supabase.ts';
import { formatPeriod } from '#lib/time/format-time.ts';
import { toPeriod } from '#lib/time/period.ts';

/** What came of answering several requests, where not all went as asked. */
export type UndecidedRequests = {
	/** What is wrong with the answer as a whole, with what was chosen and typed. */
	message: string;
	/** Each request that was not answered, and why. */
	lines: string[];
	selected: string[];
	note: string;
	lacksNote: boolean;
};

const idsSchema = v.pipe(v.array(v.pipe(v.string(), v.uuid())), v.minLength(1), v.maxLength(100));

/** The actions `approve` and `decline` of a page with a `RequestList`. */
export function decideRequests(
	answer: 'approve' | 'decline'
): (event: RequestEvent) => Promise<ActionFailure<{ undecided: UndecidedRequests }> | undefined> {
	return async ({ request, locals, cookies }) => {
		const form = await request.formData();
		const selected = form.getAll('booking_id').map(String);
		const typed = form.get('note');
		const note = typeof typed === 'string' ? typed : '';
		function refuse(status: number, problem: Partial<UndecidedRequests> & { message: string }) {
			return fail(status, {
				undecided: { lines: [], selected, note, lacksNote: false, ...problem }
			});
		}

		const ids = v.safeParse(idsSchema, selected);
		if (!ids.success) return refuse(400, { message: m.requests_none_selected() });
		const text = v.safeParse(cleanText, note);
		if (!text.success) {
			return refuse(400, { message: text.issues[0].message, lacksNote: true });
		}
		if (answer === 'decline' && text.output === '') {
			return refuse(400, { message: m.refusal_reason_needed(), lacksNote: true });
		}

		const { data, error } = await locals.supabase.rpc('decide_bookings', {
			booking_ids: ids.output,
			approved: answer === 'approve',
			note: text.output
		});
		if (error) return refuse(toRefusal(error).status, { message: m.refusal_signed_out() });

		// The generated types do not know that a column of a function may be null.
		const answers = data as { booking_id: string; refusal: string | null }[];
		const refused = answers.flatMap(({ booking_id, refusal }) =>
			refusal === null ? [] : { booking_id, refusal }
		);
		const count = data.length - refused.length;
		if (refused.length === 0) {
			setFlash(cookies, { tone: 'ok', text: m.requests_answered({ count }) });
			return undefined;
		}
		return refuse(409, {
			message: m.requests_answered_partly({ count, failed: refused.length }),
			lines: await nameRefusals(locals.supabase, refused),
			selected: refused.map(({ booking_id }) => booking_id)
		});
	};
}

async function nameRefusals(
	db: Db,
	refused: { booking_id: string; refusal: string }[]
): Promise<string[]> {
	const bookings = await read(
		db
			.from('bookings')
			.select(
				`id, starts_at, ends_at, instrument:instruments(name, language, name_en),
				platform:platforms(time_zone)`
			)
			.in(
				'id',
				refused.map(({ booking_id }) => booking_id)
			)
	);
	return refused.map(({ booking_id, refusal }) => {
		const known = refusalByKey(refusal);
		const reason =
			known === null || known.reason === 'closed'
				? m.requests_decided_elsewhere()
				: refusalTitle(known);
		const booking = bookings.find(({ id }) => id === booking_id);
		if (!booking) return reason;
		const period = toPeriod({ start: booking.starts_at, end: booking.ends_at });
		return m.requests_refused_line({
			request: `${toTitle(booking.instrument).main.text} ${formatPeriod(period, booking.platform.time_zone)}`,
			reason
		});
	});
}
