import * as m from '#lib/paraglide/messages.js';

/*
 * The record of an instrument as it is asked for. Amounts are typed in yuan and kept in fen, lists with
 * a comma between; a class says its level by its length.
 */

type Kind =
	| { kind: 'line'; max: number; isRequired?: boolean }
	| { kind: 'text' }
	| { kind: 'list' }
	| { kind: 'date' }
	| { kind: 'address' }
	| { kind: 'class' }
	| { kind: 'yuan' }
	| { kind: 'units' }
	| { kind: 'choice'; options: { value: string; label: () => string }[]; isRequired?: boolean };

export type RecordField = { name: string; label: () => string; hint?: () => string } & Kind;
export type RecordGroup = { title: () => string; fields: RecordField[] };

export const RECORD_GROUPS: RecordGroup[] = [
	{
		title: m.record_group_what,
		fields: [
			{ name: 'name', label: m.record_name, kind: 'line', max: 200, isRequired: true },
			{ name: 'name_en', label: m.record_name_en, kind: 'line', max: 200 },
			{ name: 'model', label: m.instrument_model, kind: 'line', max: 100 },
			{ name: 'manufacturer', label: m.instrument_manufacturer, kind: 'line', max: 200 },
			{ name: 'origin_country', label: m.instrument_origin, kind: 'line', max: 100 },
			{ name: 'serial_number', label: m.instrument_serial_number, kind: 'line', max: 100 },
			{
				name: 'class_code',
				label: m.instrument_class,
				hint: m.record_class_hint,
				kind: 'class'
			},
			{
				name: 'subject_codes',
				label: m.catalogue_subjects,
				hint: m.record_subjects_hint,
				kind: 'list'
			}
		]
	},
	{
		title: m.record_group_use,
		fields: [
			{ name: 'units', label: m.record_units, hint: m.record_units_hint, kind: 'units' },
			{
				name: 'external_use',
				label: m.record_external_use,
				kind: 'choice',
				isRequired: true,
				options: [
					{ value: 'yes', label: m.record_external_yes },
					{ value: 'ask', label: m.record_external_ask },
					{ value: 'no', label: m.record_external_no },
					{ value: 'unknown', label: m.record_unknown }
				]
			},
			{
				name: 'fee_band',
				label: m.record_fee_band,
				kind: 'choice',
				isRequired: true,
				options: [
					{ value: 'paid', label: m.instrument_fee_paid },
					{ value: 'free', label: m.instrument_fee_free },
					{ value: 'unknown', label: m.record_unknown }
				]
			},
			{ name: 'landing_page', label: m.record_landing_page, kind: 'address' },
			{ name: 'functions', label: m.record_functions, kind: 'text' },
			{ name: 'technical', label: m.record_technical, kind: 'text' },
			{ name: 'service_content', label: m.record_service, kind: 'text' },
			{ name: 'achievement', label: m.record_achievement, kind: 'text' },
			{ name: 'sharing_rules', label: m.record_sharing_rules, kind: 'text' },
			{ name: 'fee_note', label: m.instrument_fee_note, kind: 'text' }
		]
	},
	{
		title: m.record_group_asset,
		fields: [
			{
				name: 'asset_kind',
				label: m.instrument_asset_kind,
				kind: 'choice',
				options: [
					{ value: '通用', label: m.instrument_asset_kind_general },
					{ value: '专用', label: m.instrument_asset_kind_special }
				]
			},
			{
				name: 'acquired_by',
				label: m.instrument_acquired_by,
				kind: 'choice',
				options: [
					{ value: '购置', label: m.instrument_acquired_purchased },
					{ value: '研制', label: m.instrument_acquired_built },
					{ value: '赠送', label: m.instrument_acquired_donated },
					{ value: '其他', label: m.instrument_acquired_other }
				]
			},
			{ name: 'worth_fen', label: m.record_worth, kind: 'yuan' },
			{ name: 'in_service_on', label: m.instrument_in_service, kind: 'date' },
			{ name: 'funds', label: m.record_funds, hint: m.record_list_hint, kind: 'list' },
			{
				name: 'under_customs',
				label: m.record_under_customs,
				kind: 'choice',
				options: [
					{ value: 'true', label: m.record_yes },
					{ value: 'false', label: m.record_no }
				]
			}
		]
	},
	{
		title: m.record_group_place,
		fields: [
			{ name: 'province', label: m.record_province, kind: 'line', max: 100 },
			{ name: 'city', label: m.record_city, kind: 'line', max: 100 },
			{ name: 'county', label: m.record_county, kind: 'line', max: 100 },
			{ name: 'street', label: m.record_street, kind: 'line', max: 200 }
		]
	}
];

type Value = string | number | boolean | null | string[];
export type RecordValues = Record<string, Value>;

/** The values of a form as the database takes them; the labels of those that are none. */
export function readRecord(form: FormData): { record: RecordValues; bad: string[] } {
	const record: RecordValues = {};
	const bad: string[] = [];
	for (const field of RECORD_GROUPS.flatMap(({ fields }) => fields)) {
		const sent = form.get(field.name);
		const text = typeof sent === 'string' ? sent.trim().replaceAll('\r\n', '\n') : '';
		const value = readField(field, text);
		if (value === undefined) bad.push(field.label());
		else record[field.name] = value;
		if (field.kind === 'class') record['class_level'] = text === '' ? null : text.length / 2;
	}
	return { record, bad };
}

function readField(field: RecordField, text: string): Value | undefined {
	switch (field.kind) {
		case 'line':
			if (text === '' && field.isRequired === true) return undefined;
			return Array.from(text).length > field.max ? undefined : text || null;
		case 'choice': {
			if (text === '') return field.isRequired === true ? undefined : null;
			if (!field.options.some(({ value }) => value === text)) return undefined;
			return text === 'true' ? true : text === 'false' ? false : text;
		}
		case 'list':
			return text
				.split(/[、,，;；\n]/)
				.map((part) => part.trim())
				.filter((part) => part !== '');
		case 'class':
			return text === '' ? null : /^(\d{2}){1,3}$/.test(text) ? text : undefined;
		case 'units':
			return /^\d{1,3}$/.test(text) && Number(text) > 0 ? Number(text) : undefined;
		case 'yuan': {
			if (text === '') return null;
			const fen = Math.round(Number(text) * 100);
			return Number.isSafeInteger(fen) && fen >= 0 ? fen : undefined;
		}
		case 'address':
			return text === '' ? null : /^https?:\/\//.test(text) ? text : undefined;
		case 'date':
		case 'text':
			return text || null;
	}
}

/** What stands in a field for a value of the database. */
export function toRecordText(field: RecordField, value: Value | undefined): string {
	if (value === null || value === undefined) return '';
	if (field.kind === 'yuan') return String(Number(value) / 100);
	return Array.isArray(value) ? value.join('、') : String(value);
}
