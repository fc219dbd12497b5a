import type { Enums } from '#lib/database.types.ts';
import type { Period } from '#lib/time/period.ts';

/** Time in which a unit of an instrument is taken, by what; never by whom. */
type Busy = Period & { kind: Enums<'occupancy_kind'>; unit: number };

/** Time in which this customer may not book, by the rule that keeps them from it. */
type Barred = Period & { rule: string };

/**
 * An instrument's calendar within a period. `free` is what can be booked, by every rule but those
 * on a booking's length; with several units its periods may overlap.
 */
export type Availability = {
	timezone: string;
	open: Period[];
	busy: Busy[];
	free: Period[];
	barred: Barred[];
};

/** What of the rules decides where a booking may start and end. */
export type SlotRules = { granularity_minutes: number };
