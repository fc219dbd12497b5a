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
