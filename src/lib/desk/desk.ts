import * as v from 'valibot';

/** What a phone at an instrument shows, as `instrument_desk` tells it. */
export const deskSchema = v.object({
	instrument: v.object({
		id: v.string(),
		name: v.string(),
		language: v.string(),
		name_en: v.nullable(v.string()),
		units: v.number(),
		platform_id: v.string(),
		platform_name: v.string(),
		platform_language: v.string(),
		platform_name_en: v.nullable(v.string()),
		time_zone: v.string()
	}),
	/** The server's clock when it was told. */
	at: v.string(),
	is_staff: v.boolean(),
	/** Who is in, without who it is. */
	open_sessions: v.array(
		v.object({
			unit: v.number(),
			started_at: v.string(),
			reserved_until: v.nullable(v.string()),
			is_overrun: v.nullable(v.boolean())
		})
	),
	/** One's own, and for the lab everybody's, of the day to come. */
	bookings: v.array(
		v.object({
			id: v.string(),
			starts_at: v.string(),
			ends_at: v.string(),
			status: v.picklist(['confirmed', 'in_use', 'no_show', 'completed']),
			no_show_at: v.nullable(v.string()),
			person_name: v.string(),
			organisation_name: v.string(),
			is_own: v.boolean(),
			checked_in_at: v.nullable(v.string()),
			can_check_in: v.boolean(),
			can_check_out: v.boolean()
		})
	),
	next_starts_at: v.nullable(v.string())
});

export type Desk = v.InferOutput<typeof deskSchema>;
export type DeskBooking = Desk['bookings'][number];

/** How long before its start a booking can be checked in, as `check_in` has it. */
export const CHECK_IN_EARLY_MINUTES = 15;

/** By how much a booking under way can be extended with one press. */
export const EXTENSION_MINUTES = [30, 60] as const;
