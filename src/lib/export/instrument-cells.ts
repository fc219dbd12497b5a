import type { Tables } from '#lib/database.types.ts';

/** Columns that go out as they are, under the name by which the importer reads them. */
const PLAIN = [
	'name',
	'name_en',
	'class_code',
	'province',
	'city',
	'county',
	'street',
	'external_use',
	'fee_band',
	'fee_note',
	'landing_page',
	'model',
	'manufacturer',
	'origin_country',
	'asset_kind',
	'acquired_by',
	'in_service_on',
	'technical',
	'functions',
	'service_content',
	'achievement',
	'sharing_rules',
	'units',
	'serial_number'
] as const;

/** The columns that reading an instrument for export needs. */
export type ExportedInstrument = Pick<
	Tables<'instruments'>,
	| (typeof PLAIN)[number]
	| 'funds'
	| 'subject_codes'
	| 'source_key'
	| 'registered_category'
	| 'under_customs'
	| 'worth_fen'
>;

/** An instrument as a row that the importer reads again without a change. */
export function toInstrumentCells(instrument: ExportedInstrument): Record<string, string> {
	return {
		identifier: instrument.source_key,
		...Object.fromEntries(PLAIN.map((column) => [column, String(instrument[column] ?? '')])),
		category: instrument.registered_category ?? '',
		under_customs: instrument.under_customs === null ? '' : instrument.under_customs ? 'yes' : 'no',
		worth: instrument.worth_fen === null ? '' : toTenThousandYuan(instrument.worth_fen),
		funds: instrument.funds.join(';'),
		subjects: instrument.subject_codes.join(';')
	};
}

/** Of 万元, as the national register counts an instrument's worth; by digits, so nothing is rounded. */
function toTenThousandYuan(fen: number): string {
	const digits = String(fen).padStart(7, '0');
	return `${digits.slice(0, -6)}.${digits.slice(-6)}`.replace(/\.?0+$/, '');
}
