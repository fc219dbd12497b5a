import { localName } from '#lib/catalogue/local-name.ts';
import { formatMoney } from '#lib/money/format-money.ts';
import * as m from '#lib/paraglide/messages.js';
import { getLocale } from '#lib/paraglide/runtime.js';
import type { Instrument } from './queries.server.ts';

/** One thing that is known of an instrument as an object. */
export type Specification = { term: string; value: string };

/** The register's own words, which the database keeps as its codes. */
const ASSET_KINDS: Partial<Record<string, () => string>> = {
	通用: m.instrument_asset_kind_general,
	专用: m.instrument_asset_kind_special
};
const ORIGINS: Partial<Record<string, () => string>> = {
	购置: m.instrument_acquired_purchased,
	研制: m.instrument_acquired_built,
	赠送: m.instrument_acquired_donated,
	其他: m.instrument_acquired_other
};

/** What is known of an instrument as an object. Only what its register states has a line. */
export function describeSpecifications(
	instrument: Instrument,
	subjects: string[]
): Specification[] {
	const facts = [
		[m.instrument_model(), instrument.model],
		[m.instrument_manufacturer(), instrument.manufacturer],
		[m.instrument_origin(), instrument.origin_country],
		[m.instrument_class(), instrument.class && localName(instrument.class)],
		[m.instrument_category(), instrument.registered_category],
		[m.catalogue_subjects(), subjects.join(m.catalogue_list_separator())],
		[m.instrument_asset_kind(), instrument.asset_kind && ASSET_KINDS[instrument.asset_kind]?.()],
		[m.instrument_acquired_by(), instrument.acquired_by && ORIGINS[instrument.acquired_by]?.()],
		[m.instrument_in_service(), instrument.in_service_on],
		[
			m.instrument_worth(),
			instrument.worth_fen !== null && formatMoney(instrument.worth_fen, 'CNY')
		],
		[
			m.instrument_units(),
			instrument.units > 1 && new Intl.NumberFormat(getLocale()).format(instrument.units)
		],
		[m.instrument_source_key(), instrument.source_key],
		[m.instrument_serial_number(), instrument.serial_number]
	] satisfies [string, string | false | null | undefined][];
	return facts.flatMap(([term, value]) => (value ? [{ term, value }] : []));
}
