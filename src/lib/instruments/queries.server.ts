import { read } from '#lib/catalogue/read.server.ts';
import { HOST_COLUMNS } from '#lib/platforms/host-columns.ts';
import type { Db } from '#lib/server/supabase.ts';
import { addDays } from '#lib/time/calendar-date.ts';

/** More than these are a search away; a page that lists all of a thousand papers helps nobody. */
const MAX_LINKED = 12;

/** An instrument with all that its page shows, in one request; null when there is none. */
export async function findInstrument(db: Db, id: string) {
	// Zones reach a day behind UTC. The page drops what is past in the lab's own zone.
	const yesterday = addDays(new Date().toISOString().slice(0, 10), -1);

	return read(
		db
			.from('instruments')
			.select(
				`id, source_key, name, language, name_en, model, manufacturer, origin_country,
				registered_category, asset_kind, acquired_by, worth_fen, in_service_on, subject_codes,
				technical, functions, service_content, achievement, sharing_rules, fee_note, external_use,
				fee_band, units, province, city, county, street, landing_page, picture, serial_number,
				retired_at, class_code,
				class:instrument_classes(name, name_en),
				platform:platforms(${HOST_COLUMNS}),
				opening_hours(weekday, opens, closes),
				opening_exceptions(on_date, opens, closes, reason),
				rules:current_rules(*),
				tariffs:current_tariffs(customer_kind, basis, rate_fen, minimum_fen, off_hours_bp, currency),
				quotas:current_quotas(instrument_id, customer_kind, holder, measure, span, at_most),
				services(id, name, language, name_en, unit_price_fen, currency, unit),
				literature:literature_items(id, title, language, title_en, venue, published_year),
				datasets(id, title, language, title_en, access_level)`
			)
			.eq('id', id)
			.gte('opening_exceptions.on_date', yesterday)
			.order('on_date', { referencedTable: 'opening_exceptions' })
			.limit(MAX_LINKED, { referencedTable: 'opening_exceptions' })
			.is('services.retired_at', null)
			.order('name', { referencedTable: 'services' })
			.limit(MAX_LINKED, { referencedTable: 'services' })
			.is('literature.retired_at', null)
			.order('published_year', {
				referencedTable: 'literature',
				ascending: false,
				nullsFirst: false
			})
			.limit(MAX_LINKED, { referencedTable: 'literature' })
			.is('datasets.retired_at', null)
			.limit(MAX_LINKED, { referencedTable: 'datasets' })
			.maybeSingle()
	);
}

export type Instrument = NonNullable<Awaited<ReturnType<typeof findInstrument>>>;
