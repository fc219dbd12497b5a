import type { Enums } from '#lib/database.types.ts';
import * as m from '#lib/paraglide/messages.js';
import type { BadgeTone } from '#lib/ui/badge/badge-tone.ts';

export type FaultSeverity = Enums<'fault_severity'>;

export const FAULT_SEVERITIES = ['minor', 'degraded', 'unusable'] as const;

const LABELS: Record<FaultSeverity, () => string> = {
	minor: m.fault_minor,
	degraded: m.fault_degraded,
	unusable: m.fault_unusable
};
const MEANINGS: Record<FaultSeverity, () => string> = {
	minor: m.fault_minor_means,
	degraded: m.fault_degraded_means,
	unusable: m.fault_unusable_means
};
const TONES: Record<FaultSeverity, BadgeTone> = {
	minor: 'neutral',
	degraded: 'warn',
	unusable: 'danger'
};

export function severityLabel(severity: FaultSeverity): string {
	return LABELS[severity]();
}
export function severityTone(severity: FaultSeverity): BadgeTone {
	return TONES[severity];
}

/** The severities to choose from, each with what it means. */
export function severityOptions() {
	return FAULT_SEVERITIES.map((severity) => ({
		value: severity,
		label: m.fault_severity_option({
			label: LABELS[severity](),
			meaning: MEANINGS[severity]()
		})
	}));
}
