import { randomUUID } from 'node:crypto';
import { error, fail, redirect } from '@sveltejs/kit';
import { setError } from 'sveltekit-superforms';
import { getAvailability } from '#lib/availability/queries.server.ts';
import { readTimeChoice, slotPeriod, weekPeriod } from '#lib/availability/time-choice.ts';
import { refusalStatus } from '#lib/bookings/booking-refusal.ts';
import { bookingSchema } from '#lib/bookings/booking-schema.ts';
import { requestBooking } from '#lib/bookings/commands.server.ts';
import {
	findBookableInstrument,
	getConditions,
	judgeBooking,
	listBookingOrganisations
} from '#lib/bookings/queries.server.ts';
import { readWish } from '#lib/bookings/wished-period.ts';
import { listClosuresOf } from '#lib/closures/queries.server.ts';
import { faultsInWords } from '#lib/faults/faults-in-words.ts';
import { listOpenFaults } from '#lib/faults/queries.server.ts';
import { link } from '#lib/i18n/link.ts';
import { listPurposes } from '#lib/ledger/queries.server.ts';
import { calendarKey } from '#lib/live/live-subject.ts';
import * as m from '#lib/paraglide/messages.js';
import { setFlash } from '#lib/server/flash.ts';
import { signInAddress } from '#lib/server/sign-in-address.ts';
import type { Db } from '#lib/server/supabase.ts';
import { toWallTime } from '#lib/time/wall-time.ts';
import { openForm, readForm } from '#lib/ui/form/form.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params, url, locals, depends }) => {
	const { supabase, claims } = locals;
	depends(calendarKey({ instrument: params.id }));
	const [instrument, organisations] = await Promise.all([
		getInstrument(supabase, params.id),
		listBookingOrganisations(supabase, claims)
	]);
	const organisation =
		organisations.find(({ id }) => id === url.searchParams.get('organisation')) ?? organisations[0];
	const conditions = await getConditions(supabase, instrument.id, organisation?.id ?? null);
	const { rules } = conditions;
	if (!rules) return { instrument, bookable: null };

	const now = new Date();
	const timeZone = instrument.platform.time_zone;
	const choice = readTimeChoice(url.searchParams, rules, timeZone, now);
	const { chosen } = choice;
	const within = weekPeriod(choice.monday, timeZone);
	const [availability, closures, faults, purposes, judged] = await Promise.all([
		getAvailability(
			supabase,
			instrument.id,
			slotPeriod(choice, timeZone),
			organisation?.id ?? null
		),
		listClosuresOf(supabase, instrument.id, within),
		listOpenFaults(supabase, instrument.id),
		listPurposes(supabase),
		chosen && organisation
			? judgeBooking(supabase, {
					instrumentId: instrument.id,
					period: chosen,
					organisationId: organisation.id
				})
			: null
	]);

	return {
		instrument,
		bookable: {
			rules,
			conditions,
			choice,
			now,
			availability,
			closures,
			faults: faultsInWords(faults, timeZone),
			organisations,
			purposes,
			judged,
			signInHref: claims ? null : signInAddress(url)
		},
		form: await openForm(bookingSchema, {
			start: chosen ? toWallTime(chosen.start, timeZone) : '',
			end: chosen ? toWallTime(chosen.end, timeZone) : '',
			organisation_id: organisation?.id ?? '',
			idempotency_key: randomUUID()
		})
	};
};

export const actions: Actions = {
	default: async ({ request, params, url, locals, cookies }) => {
		if (!locals.claims) redirect(303, signInAddress(url));
		const form = await readForm(request, bookingSchema);
		if (!form.valid) return fail(400, { form, refusal: null });

		const instrument = await getInstrument(locals.supabase, params.id);
		const wish = readWish(form.data, instrument.platform.time_zone);
		if (!wish.ok) {
			setError(form, wish.field, wish.message);
			return fail(400, { form, refusal: null });
		}

		const outcome = await requestBooking(locals.supabase, {
			instrumentId: instrument.id,
			period: wish.period,
			organisationId: form.data.organisation_id || null,
			purpose: form.data.purpose,
			purposeCode: form.data.purpose_code,
			idempotencyKey: form.data.idempotency_key
		});
		if (!outcome.ok) {
			const { refusal } = outcome;
			form.data.start = toWallTime(wish.period.start, instrument.platform.time_zone);
			form.data.end = toWallTime(wish.period.end, instrument.platform.time_zone);
			// The key has done its work; sent once more, the form makes another booking.
			if (refusal.reason === 'key_reused') form.data.idempotency_key = randomUUID();
			return fail(refusalStatus(refusal), { form, refusal });
		}

		setFlash(cookies, {
			tone: 'ok',
			text: outcome.booking.status === 'pending' ? m.booking_requested() : m.booking_made(),
			undo: 'booking'
		});
		redirect(303, link('/(app)/bookings/[id=uuid]', { id: outcome.booking.id }));
	}
};

async function getInstrument(db: Db, id: string) {
	const instrument = await findBookableInstrument(db, id);
	if (!instrument) error(404, m.error_not_found_title());
	return instrument;
}
