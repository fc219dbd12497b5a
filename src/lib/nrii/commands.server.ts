import type { Json } from '#lib/database.types.ts';
import * as m from '#lib/paraglide/messages.js';
import { toOutcome, type Outcome, type RefusalTexts } from '#lib/server/outcome.ts';
import type { Db } from '#lib/server/supabase.ts';

const REFUSALS: RefusalTexts = {
	platform_not_found: () => m.refusal_not_found(),
	service_record_not_found: () => m.ledger_refused_not_found(),
	nrii_units_carrier_has_a_name: () => m.nrii_refused_carrier()
};

/** States what the register asks of a platform's unit, all of it at once. */
export function stateUnit(db: Db, platformId: string, unit: Json): Promise<Outcome<unknown>> {
	return toOutcome(db.rpc('state_nrii_unit', { platform_id: platformId, unit }), REFUSALS);
}

/** States what the register asks of a service beside the ledger, all of it at once. */
export function supplementRecord(
	db: Db,
	recordId: string,
	supplement: Json
): Promise<Outcome<unknown>> {
	return toOutcome(db.rpc('supplement_nrii_record', { record_id: recordId, supplement }), REFUSALS);
}
