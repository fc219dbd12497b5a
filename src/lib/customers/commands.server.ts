import type { Tables } from '#lib/database.types.ts';
import * as m from '#lib/paraglide/messages.js';
import { toOutcome, type Outcome, type RefusalTexts } from '#lib/server/outcome.ts';
import type { Db } from '#lib/server/supabase.ts';
import { addDays, startOfDate } from '#lib/time/calendar-date.ts';
import { formatInstant } from '#lib/time/period.ts';

const REFUSALS: RefusalTexts = {
	customer_not_found: () => m.customer_not_found(),
	customer_ambiguous: () => m.customer_not_found(),
	suspension_not_found: () => m.suspension_over(),
	suspension_over: () => m.suspension_over(),
	suspension_end_invalid: () => m.suspension_end_invalid(),
	suspensions_of_an_organisation_do_not_overlap: () => m.suspension_already(),
	suspensions_of_a_person_do_not_overlap: () => m.suspension_already(),
	reason_needed: () => m.text_missing()
};

/** Suspends a customer to the end of a day of the lab. */
export function suspendCustomer(
	db: Db,
	platform: { id: string; time_zone: string },
	wish: {
		organisation_id: string;
		person_id: string;
		last_day: string;
		reason: string;
		idempotency_key: string;
	}
): Promise<Outcome<Tables<'suspensions'>>> {
	return toOutcome(
		db
			.rpc('suspend_customer', {
				platform_id: platform.id,
				ends_at: formatInstant(startOfDate(addDays(wish.last_day, 1), platform.time_zone)),
				reason: wish.reason,
				...(wish.person_id === ''
					? { organisation_id: wish.organisation_id }
					: { person_id: wish.person_id })
			})
			.setHeader('Idempotency-Key', wish.idempotency_key),
		REFUSALS
	);
}

export function liftSuspension(
	db: Db,
	{ suspension_id, reason }: { suspension_id: string; reason: string }
): Promise<Outcome<Tables<'suspensions'>>> {
	return toOutcome(db.rpc('lift_suspension', { suspension_id, reason }), REFUSALS);
}
