import * as m from '#lib/paraglide/messages.js';

/*
 * How rules are asked for: in groups that a lab thinks in, in whole minutes, hours and days, and shares
 * in percent. The database keeps shares in basis points.
 */

export type RuleField = {
	name: string;
	label: () => string;
	hint?: () => string;
} & (
	| { kind: 'number'; unit: () => string; min: number; max: number; isOptional?: boolean }
	| { kind: 'share' }
	| { kind: 'flag' }
	| { kind: 'approval' }
	| { kind: 'course' }
);

export type RuleGroup = { title: () => string; fields: RuleField[] };

export const RULE_GROUPS: RuleGroup[] = [
	{
		title: m.rules_group_who,
		fields: [
			{ name: 'admits_outsiders', label: m.rules_admits_outsiders, kind: 'flag' },
			{ name: 'approval', label: m.rules_approval, kind: 'approval' },
			{
				name: 'approval_hours',
				label: m.rules_approval_hours,
				kind: 'number',
				unit: m.unit_hours,
				min: 1,
				max: 8760
			},
			{ name: 'course_id', label: m.rules_course, kind: 'course' },
			{ name: 'purpose_required', label: m.rules_purpose_required, kind: 'flag' }
		]
	},
	{
		title: m.rules_group_each,
		fields: [
			minutes('granularity_minutes', m.rules_granularity, 1, 1440, m.rules_granularity_hint),
			minutes('shortest_minutes', m.rules_shortest, 1, 44640),
			minutes('longest_minutes', m.rules_longest, 1, 44640),
			minutes('setup_minutes', m.rules_setup, 0, 1440),
			minutes('teardown_minutes', m.rules_teardown, 0, 1440),
			minutes('gap_minutes', m.rules_gap, 0, 44640, m.rules_gap_hint)
		]
	},
	{
		title: m.rules_group_ahead,
		fields: [
			minutes('lead_minutes', m.rules_lead_field, 0, 525600),
			days('horizon_days', m.rules_horizon),
			{
				name: 'off_hours_admitted',
				label: m.rules_off_hours,
				hint: m.rules_off_hours_hint,
				kind: 'flag'
			}
		]
	},
	{
		title: m.rules_group_failing,
		fields: [
			minutes('cancel_until_minutes', m.rules_cancel_until, 0, 44640, m.rules_cancel_until_hint),
			{ name: 'late_cancel_bp', label: m.rules_late_cancel_share, kind: 'share' },
			{ name: 'late_cancel_counts', label: m.rules_late_cancel_counts, kind: 'flag' },
			{
				...minutes('grace_minutes', m.rules_grace, 0, 1440, m.rules_grace_hint),
				isOptional: true
			},
			{ name: 'no_show_bp', label: m.rules_no_show_share, kind: 'share' },
			{
				name: 'no_show_limit',
				label: m.rules_no_show_limit,
				hint: m.rules_no_show_limit_hint,
				kind: 'number',
				unit: m.unit_times,
				min: 1,
				max: 100,
				isOptional: true
			},
			days('no_show_window_days', m.rules_no_show_window),
			days('suspension_days', m.rules_suspension)
		]
	}
];

type Value = string | number | boolean | null;
export type RuleValues = Record<string, Value>;

/** The values of a form as the database takes them; the labels of those that are none. */
export function readRuleValues(form: FormData): { values: RuleValues; bad: string[] } {
	const values: RuleValues = {};
	const bad: string[] = [];
	for (const field of RULE_GROUPS.flatMap(({ fields }) => fields)) {
		const value = readField(field, form.get(field.name));
		if (value === undefined) bad.push(field.label());
		else values[field.name] = value;
	}
	return { values, bad };
}

function readField(field: RuleField, sent: FormDataEntryValue | null): Value | undefined {
	const text = typeof sent === 'string' ? sent.trim() : '';
	switch (field.kind) {
		case 'flag':
			return text !== '';
		case 'approval':
			return text === '' ? undefined : text;
		case 'course':
			return text === '' ? null : text;
		case 'share':
			return readNumber(text, 0, 100, 100);
		case 'number':
			if (text === '') return field.isOptional === true ? null : undefined;
			return readNumber(text, field.min, field.max, 1);
	}
}

/** A number within bounds, times `scale` as a whole; undefined for anything else. */
export function readNumber(
	text: string,
	min: number,
	max: number,
	scale: number
): number | undefined {
	const scaled = text === '' ? Number.NaN : Math.round(Number(text) * scale * 1e6) / 1e6;
	return Number.isInteger(scaled) && scaled >= min * scale && scaled <= max * scale
		? scaled
		: undefined;
}

/** What stands in a field for a value of the database. */
export function toFieldText(field: RuleField, value: Value | undefined): string {
	if (value === null || value === undefined) return '';
	return field.kind === 'share' ? String(Number(value) / 100) : String(value);
}

function minutes(
	name: string,
	label: () => string,
	min: number,
	max: number,
	hint?: () => string
): RuleField & { kind: 'number' } {
	return { name, label, kind: 'number', unit: m.unit_minutes, min, max, ...(hint && { hint }) };
}

function days(name: string, label: () => string): RuleField {
	return { name, label, kind: 'number', unit: m.unit_days, min: 1, max: 730 };
}
