import * as v from 'valibot';
import * as m from '#lib/paraglide/messages.js';

const SOURCES: Record<string, () => string> = {
	auto: m.evaluation_source_auto,
	self_report: m.evaluation_source_self_report,
	expert: m.evaluation_source_expert,
	survey: m.evaluation_source_survey
};

/** Where the value of an indicator comes from; an automatic one without a formula has no data yet. */
export function sourceLabel(source: string, formula: string | null): string {
	if (source === 'auto' && formula === null) return m.evaluation_source_none();
	return SOURCES[source]?.() ?? source;
}

const full = v.object({ full: v.number() });
const peers = v.object({ peer_percentile: v.number() });

/** How much of a value gives all the points; null where that is not a single figure. */
export function fullMarksText(parameters: unknown): string | null {
	const fixed = v.safeParse(full, parameters);
	if (fixed.success) return m.evaluation_full_at({ value: fixed.output.full });
	const relative = v.safeParse(peers, parameters);
	return relative.success
		? m.evaluation_full_at_peers({ percentile: relative.output.peer_percentile })
		: null;
}
