import * as m from '#lib/paraglide/messages.js';
import type { BadgeTone } from '#lib/ui/badge/badge-tone.ts';

type Access = { label: () => string; how: () => string; tone: BadgeTone };

const RESTRICTED: Access = {
	label: m.dataset_access_restricted,
	how: m.dataset_access_restricted_how,
	tone: 'neutral'
};

const LEVELS: Partial<Record<string, Access>> = {
	open: { label: m.dataset_access_open, how: m.dataset_access_open_how, tone: 'ok' },
	registered: {
		label: m.dataset_access_registered,
		how: m.dataset_access_registered_how,
		tone: 'accent'
	},
	application: {
		label: m.dataset_access_application,
		how: m.dataset_access_application_how,
		tone: 'warn'
	}
};

/** A level of access in a word, in a sentence on how to get at the data, and in a badge's tone. */
export function describeAccess(level: string) {
	const { label, how, tone } = LEVELS[level] ?? RESTRICTED;
	return { label: label(), how: how(), tone };
}

/**
 * Whether somebody can have the data from where they are published: open ones anybody, registered ones
 * whoever has accepted the licence, and none before their embargo ends.
 */
export function canDownload(
	dataset: { access_level: string; landing_page: string | null; embargo_until: string | null },
	hasAccepted: boolean,
	now: Date
): boolean {
	return (
		dataset.landing_page !== null &&
		(dataset.access_level === 'open' || (dataset.access_level === 'registered' && hasAccepted)) &&
		!isUnderEmbargo(dataset, now)
	);
}

/** Whether the day until which the data are kept back is still to come. */
export function isUnderEmbargo(dataset: { embargo_until: string | null }, now: Date): boolean {
	return dataset.embargo_until !== null && dataset.embargo_until > now.toISOString().slice(0, 10);
}
