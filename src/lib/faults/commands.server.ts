import { closureRefusalText } from '#lib/closures/closure-refusal.ts';
import type { Tables } from '#lib/database.types.ts';
import * as m from '#lib/paraglide/messages.js';
import { toOutcome, type Outcome, type RefusalTexts } from '#lib/server/outcome.ts';
import type { Db } from '#lib/server/supabase.ts';
import { formatInstant } from '#lib/time/period.ts';
import type { FaultSeverity } from './fault-severity.ts';

const REFUSALS: RefusalTexts = {
	fault_not_yours: () => m.fault_not_yours(),
	fault_not_found: () => m.fault_not_found(),
	instrument_not_found: () => m.error_not_found_title(),
	booking_not_found: () => m.refusal_not_found(),
	fault_limit_reached: ({ detail }) => m.fault_limit_reached({ limit: detail ?? '' }),
	fault_settled: () => m.fault_settled_already(),
	fault_not_unusable: () => m.fault_not_unusable(),
	closure_over: (refusal) => closureRefusalText(refusal) ?? '',
	closure_too_long: (refusal) => closureRefusalText(refusal) ?? '',
	reason_needed: () => m.text_missing()
};

type Fault = Tables<'faults'>;

/** Reports a fault; the same key with the same report gives the first one. */
export function reportFault(
	db: Db,
	instrumentId: string,
	report: {
		severity: FaultSeverity;
		description: string;
		booking_id: string;
		idempotency_key: string;
	}
): Promise<Outcome<Fault>> {
	return toOutcome(
		db
			.rpc('report_fault', {
				instrument_id: instrumentId,
				severity: report.severity,
				description: report.description,
				...(report.booking_id !== '' && { booking_id: report.booking_id })
			})
			.setHeader('Idempotency-Key', report.idempotency_key),
		REFUSALS
	);
}

export function assessFault(
	db: Db,
	faultId: string,
	{ severity, advice }: { severity: FaultSeverity; advice: string }
): Promise<Outcome<Fault>> {
	return toOutcome(db.rpc('assess_fault', { fault_id: faultId, severity, advice }), REFUSALS);
}

export function commentOnFault(
	db: Db,
	faultId: string,
	{ body, idempotency_key: key }: { body: string; idempotency_key: string }
): Promise<Outcome<unknown>> {
	return toOutcome(
		db.rpc('comment_on_fault', { fault_id: faultId, body }).setHeader('Idempotency-Key', key),
		REFUSALS
	);
}

/** Closes the instrument from now on; whom that disturbs is offered slots. */
export function closeForFault(
	db: Db,
	faultId: string,
	end: Date,
	key: string
): Promise<Outcome<Fault>> {
	return toOutcome(
		db
			.rpc('close_for_fault', { fault_id: faultId, ends_at: formatInstant(end) })
			.setHeader('Idempotency-Key', key),
		REFUSALS
	);
}

/** Says what was done; ends the closure that the fault has led to. */
export function settleFault(db: Db, faultId: string, settlement: string): Promise<Outcome<Fault>> {
	return toOutcome(db.rpc('settle_fault', { fault_id: faultId, settlement }), REFUSALS);
}
