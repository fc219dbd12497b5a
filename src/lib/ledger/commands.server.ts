import type { Json, Tables } from '#lib/database.types.ts';
import * as m from '#lib/paraglide/messages.js';
import { toOutcome, type Outcome, type RefusalTexts } from '#lib/server/outcome.ts';
import type { Db } from '#lib/server/supabase.ts';

const REFUSALS: RefusalTexts = {
	service_record_not_found: () => m.ledger_refused_not_found(),
	service_record_not_yours: () => m.ledger_refused_not_yours(),
	service_record_superseded: () => m.ledger_refused_superseded(),
	correction_changes_nothing: () => m.ledger_refused_nothing(),
	service_in_the_future: () => m.ledger_refused_future(),
	service_incomplete: () => m.ledger_refused_incomplete(),
	service_malformed: () => m.ledger_refused_malformed(),
	service_resource_not_yours: () => m.ledger_refused_resource(),
	service_records_are_of_a_resource: () => m.ledger_refused_resource(),
	service_records_backfilled_ones_have_evidence: () => m.ledger_refused_evidence(),
	service_records_end_after_start: () => m.ledger_refused_times(),
	service_records_related_ones_say_how: () => m.ledger_refused_related(),
	service_records_quantity_is_not_negative: () => m.ledger_refused_amount(),
	service_records_amounts_are_not_negative: () => m.ledger_refused_amount(),
	booking_recorded: () => m.ledger_refused_booked(),
	booking_not_found: () => m.refusal_not_found(),
	value_malformed: () => m.ledger_refused_malformed(),
	value_out_of_range: () => m.ledger_refused_malformed(),
	reason_needed: () => m.text_missing()
};

type ServiceRecord = Pick<Tables<'service_records'>, 'id' | 'seq' | 'version'>;

/** Writes down a service; the same key with the same service gives the first record. */
export function recordService(
	db: Db,
	platformId: string,
	service: Json,
	key: string
): Promise<Outcome<ServiceRecord>> {
	return toOutcome(
		db
			.rpc('record_service', { platform_id: platformId, service })
			.setHeader('Idempotency-Key', key),
		REFUSALS
	);
}

/** Replaces a record by a new version that names it. */
export function correctRecord(
	db: Db,
	recordId: string,
	{ changes, reason, key }: { changes: Json; reason: string; key: string }
): Promise<Outcome<ServiceRecord>> {
	return toOutcome(
		db
			.rpc('correct_service_record', { record_id: recordId, changes, reason })
			.setHeader('Idempotency-Key', key),
		REFUSALS
	);
}

type Side = 'customer' | 'lab';

export function confirmRecord(db: Db, recordId: string, side: Side): Promise<Outcome<unknown>> {
	return toOutcome(db.rpc('confirm_service_record', { record_id: recordId, side }), REFUSALS);
}

export function disputeRecord(
	db: Db,
	recordId: string,
	{ side, reason }: { side: Side; reason: string }
): Promise<Outcome<unknown>> {
	return toOutcome(
		db.rpc('dispute_service_record', { record_id: recordId, reason, side }),
		REFUSALS
	);
}
