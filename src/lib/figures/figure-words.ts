import { registeredName } from '#lib/i18n/registered-name.ts';
import { classLabel } from '#lib/ledger/record-words.ts';
import * as m from '#lib/paraglide/messages.js';
import type { Grouping, ReportRow } from './report.ts';

/* The words of figures. */

const GROUPS: Record<Grouping, () => string> = {
	platform: m.figures_group_platform,
	instrument: m.figures_group_instrument,
	month: m.figures_group_month,
	class: m.figures_group_class,
	organisation: m.figures_group_organisation,
	city: m.figures_group_city,
	purpose: m.figures_group_purpose
};

export function groupLabel(group: Grouping): string {
	return GROUPS[group]();
}

export function groupOptions() {
	return Object.entries(GROUPS).map(([value, label]) => ({ value, label: label() }));
}

const CLASSES = ['makerspace', 'startup', 'other_external', 'internal'] as const;

/** What a group is called. */
export function rowLabel({ key, name, name_en }: ReportRow, group: Grouping): string {
	if (name !== null) return registeredName({ name, name_en });
	const known = group === 'class' ? CLASSES.find((one) => one === key) : undefined;
	if (known !== undefined) return classLabel(known);
	return key === null || key === '-' ? m.figures_not_stated() : key;
}

/** Machine time in hours, or a dash where it is not told. */
export function hoursInWords(minutes: number | null): string {
	return minutes === null ? '–' : m.figures_hours({ count: Math.round(minutes / 6) / 10 });
}

export function percentInWords(percent: number | null): string {
	return percent === null ? '–' : `${percent}%`;
}

/** How a figure stands to that of another window or scope. */
export function changeInWords(now: number | null, before: number | null): string {
	if (now === null || before === null || before === 0) return '–';
	const percent = Math.round(((now - before) / before) * 1000) / 10;
	return signed(percent, (value) => `${value}%`);
}

/** A difference with its sign before the words of its size. */
export function signed(difference: number, inWords: (size: number) => string): string {
	const sign = difference > 0 ? '+' : difference < 0 ? '−' : '';
	return sign + inWords(Math.abs(difference));
}
