import type { Db } from '#lib/server/supabase.ts';
import { toRefusal } from '#lib/server/database-error.ts';
import { problemOfRefusal } from './problem.ts';

const COLUMNS = `
	id, source_key, name, language, name_en, model, manufacturer, origin_country, class_scheme,
	class_level, class_code, registered_category, asset_kind, in_service_on, subject_codes,
	technical, functions, service_content, achievement, sharing_rules, fee_note, external_use,
	fee_band, units, province, city, county, street, landing_page, picture, serial_number,
	retired_at, updated_at,
	class:instrument_classes (name, name_en),
	platform:platforms (
		id, name, name_en, time_zone, website,
		organisation:organisations (id, name, name_en, website, unified_social_credit_code)
	),
	rules:current_rules (
		granularity_minutes, shortest_minutes, longest_minutes, lead_minutes, horizon_days,
		setup_minutes, teardown_minutes, gap_minutes, off_hours_admitted, admits_outsiders, course_id,
		purpose_required, approval, approval_needed, approval_hours, cancel_until_minutes,
		late_cancel_bp, grace_minutes, no_show_bp, valid_from, valid_until
	),
	tariffs:current_tariffs (customer_kind, basis, rate_fen, minimum_fen, off_hours_bp, currency),
	opening_hours (weekday, opens, closes),
	literature:literature_items (doi, title)
`;

/** One instrument with its class, host, current rules and weekly hours, or null. */
export async function findInstrument(db: Db, id: string) {
	const { data, error } = await db
		.from('instruments')
		.select(COLUMNS)
		.eq('id', id)
		.order('weekday', { referencedTable: 'opening_hours' })
		.order('opens', { referencedTable: 'opening_hours' })
		.maybeSingle();
	if (error) throw problemOfRefusal(toRefusal(error));
	return data;
}

export type InstrumentRecord = NonNullable<Awaited<ReturnType<typeof findInstrument>>>;

/** The record as plain JSON: what is stored, with the rules and tariffs that hold now. */
export function toApiInstrument(instrument: InstrumentRecord, origin: string) {
	return { ...instrument, url: `${origin}/instruments/${instrument.id}` };
}
