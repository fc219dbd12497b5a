import * as m from '#lib/paraglide/messages.js';
import { formatDateTime } from '#lib/time/format-time.ts';
import type { BadgeTone } from '#lib/ui/badge/badge-tone.ts';
import { severityLabel, severityTone } from './fault-severity.ts';
import type { OpenFault } from './queries.server.ts';

export type FaultInWords = { label: string; tone: BadgeTone; since: string; advice: string | null };

/** What is wrong with an instrument, the worst first, by the clock of its laboratory. */
export function faultsInWords(faults: OpenFault[], timeZone: string): FaultInWords[] {
	return faults.map(({ severity, reported_at, advice }) => ({
		label: severityLabel(severity),
		tone: severityTone(severity),
		since: m.fault_since({ time: formatDateTime(new Date(reported_at), timeZone) }),
		advice
	}));
}
