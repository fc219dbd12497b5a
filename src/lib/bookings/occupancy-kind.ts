import type { Enums } from '#lib/database.types.ts';
import * as m from '#lib/paraglide/messages.js';

const LABELS: Record<Enums<'occupancy_kind'>, () => string> = {
	booking: m.lab_use_booking,
	request: m.booking_status_pending,
	hold: m.lab_use_hold,
	maintenance: m.lab_use_maintenance,
	closure: m.lab_use_closure,
	own_use: m.lab_use_own_use
};

/** What takes an instrument's time, in the language of the page. */
export function occupancyLabel(kind: Enums<'occupancy_kind'>): string {
	return LABELS[kind]();
}
