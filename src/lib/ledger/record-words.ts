import type { Enums } from '#lib/database.types.ts';
import { registeredName } from '#lib/i18n/registered-name.ts';
import { formatMoney } from '#lib/money/format-money.ts';
import * as m from '#lib/paraglide/messages.js';
import { formatDateTime, formatPeriod } from '#lib/time/format-time.ts';
import { toPeriod } from '#lib/time/period.ts';
import type { BadgeTone } from '#lib/ui/badge/badge-tone.ts';

/* The words of what a record holds as codes. */

type Choice = { value: string; label: string };

const KINDS: Record<Enums<'service_kind'>, () => string> = {
	instrument_time: m.ledger_kind_instrument_time,
	sample_order: m.ledger_kind_sample_order,
	dataset: m.ledger_kind_dataset,
	literature: m.ledger_kind_literature,
	technical: m.ledger_kind_technical,
	incubation: m.ledger_kind_incubation
};
const CLASSES: Record<Enums<'beneficiary_class'>, () => string> = {
	makerspace: m.ledger_class_makerspace,
	startup: m.ledger_class_startup,
	other_external: m.ledger_class_other_external,
	internal: m.ledger_class_internal
};
const STATES: Record<Enums<'service_state'>, () => string> = {
	rendered: m.ledger_state_rendered,
	missed: m.ledger_state_missed,
	maintenance: m.ledger_state_maintenance,
	calibration: m.ledger_state_calibration,
	cancelled: m.ledger_state_cancelled,
	voided: m.ledger_state_voided
};
const SOURCES: Record<string, () => string> = {
	platform: m.ledger_source_platform,
	import: m.ledger_source_import,
	backfilled: m.ledger_source_backfilled
};
const FLAGS: Record<string, () => string> = {
	too_long: m.ledger_flag_too_long,
	entered_late: m.ledger_flag_entered_late,
	after_retirement: m.ledger_flag_after_retirement,
	gap: m.ledger_flag_gap,
	overlap: m.ledger_flag_overlap,
	forgotten: m.ledger_flag_forgotten,
	reported_late: m.ledger_flag_reported_late
};
const EVIDENCE: Record<string, () => string> = {
	organisation_kind: m.ledger_evidence_organisation_kind,
	registration_level: m.ledger_evidence_registration_level,
	registration_document: m.ledger_evidence_registration_document,
	registered_on: m.ledger_evidence_registered_on,
	resident_since: m.ledger_evidence_resident_since,
	credit_code: m.ledger_evidence_credit_code,
	verified_on: m.ledger_evidence_verified_on,
	established_on: m.ledger_evidence_established_on,
	months: m.ledger_evidence_months,
	months_at_most: m.ledger_evidence_months_at_most
};
const UNITS: Record<string, { of: (amount: { count: string }) => string; name: () => string }> = {
	hour: { of: m.ledger_unit_hour, name: m.ledger_unit_name_hour },
	sample: { of: m.ledger_unit_sample, name: m.ledger_unit_name_sample },
	request: { of: m.ledger_unit_request, name: m.ledger_unit_name_request },
	MB: { of: m.ledger_unit_mb, name: m.ledger_unit_name_mb },
	page: { of: m.ledger_unit_page, name: m.ledger_unit_name_page },
	item: { of: m.ledger_unit_item, name: m.ledger_unit_name_item },
	service: { of: m.ledger_unit_service, name: m.ledger_unit_name_service }
};
const STANDINGS: Record<string, { label: () => string; tone: BadgeTone }> = {
	open: { label: m.ledger_standing_open, tone: 'neutral' },
	manual: { label: m.ledger_standing_manual, tone: 'ok' },
	auto: { label: m.ledger_standing_auto, tone: 'neutral' },
	disputed: { label: m.ledger_standing_disputed, tone: 'danger' }
};

export function kindLabel(kind: Enums<'service_kind'>): string {
	return KINDS[kind]();
}
export function classLabel(one: Enums<'beneficiary_class'>): string {
	return CLASSES[one]();
}
export function stateLabel(state: Enums<'service_state'>): string {
	return STATES[state]();
}
export function sourceLabel(source: string): string {
	return SOURCES[source]?.() ?? source;
}
export function flagLabel(flag: string): string {
	return FLAGS[flag]?.() ?? flag;
}
export function standingLabel(standing: string): string {
	return STANDINGS[standing]?.label() ?? standing;
}
export function standingTone(standing: string): BadgeTone {
	return STANDINGS[standing]?.tone ?? 'neutral';
}

function toChoices<Code extends string>(labels: Record<Code, () => string>): Choice[] {
	return Object.entries<() => string>(labels).map(([value, label]) => ({ value, label: label() }));
}

export const kindOptions = () => toChoices(KINDS);
export const classOptions = () => toChoices(CLASSES);
export const stateOptions = () => toChoices(STATES);
export const unitOptions = () =>
	Object.entries(UNITS).map(([value, { name }]) => ({ value, label: name() }));

/** What a class rests on, as pairs of words. */
export function evidenceInWords(
	evidence: Record<string, string>
): { term: string; value: string }[] {
	return Object.entries(EVIDENCE).flatMap(([key, term]) => {
		const value = evidence[key];
		if (value === undefined) return [];
		return [{ term: term(), value: EVIDENCE_VALUES[key]?.[value]?.() ?? value }];
	});
}

const EVIDENCE_VALUES: Record<string, Record<string, () => string>> = {
	organisation_kind: {
		university: m.organisation_kind_university,
		institute: m.organisation_kind_institute,
		company: m.organisation_kind_company,
		startup: m.organisation_kind_startup,
		makerspace: m.organisation_kind_makerspace,
		alliance: m.organisation_kind_alliance,
		agency: m.organisation_kind_agency,
		other: m.organisation_kind_other
	},
	registration_level: {
		national: m.platform_level_national,
		provincial: m.platform_level_provincial,
		municipal: m.platform_level_municipal
	}
};

/** An amount with its unit, without the zeros that it was stored with. */
export function amountInWords(quantity: number, unit: string): string {
	const count = String(Math.round(quantity * 100) / 100);
	return UNITS[unit]?.of({ count }) ?? `${count} ${unit}`;
}

/** When it was: a period, or a moment where it took no time. */
export function timeInWords(
	{ starts_at, ends_at }: { starts_at: string; ends_at: string },
	timeZone: string
): string {
	const period = toPeriod({ start: starts_at, end: ends_at });
	return starts_at === ends_at
		? formatDateTime(period.start, timeZone)
		: formatPeriod(period, timeZone);
}

/** An amount of money, where somebody has said it. */
export function moneyInWords(fen: number | null, currency: string, otherwise: string): string {
	return fen === null ? otherwise : formatMoney(fen, currency);
}

/** What a purpose is called; null where nobody has said it. */
export function purposeLabel(
	code: string | null,
	purposes: { code: string; name: string; name_en: string }[]
): string | null {
	const purpose = purposes.find((one) => one.code === code);
	return purpose ? registeredName(purpose) : code;
}
