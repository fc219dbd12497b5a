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

/** Where an indicator has full marks: at a value, or at a percentile of the others; null where neither. */
export function fullMarksOf(parameters: unknown): { value: number; isPercentile: boolean } | null {
	const fixed = v.safeParse(full, parameters);
	if (fixed.success) return { value: fixed.output.full, isPercentile: false };
	const relative = v.safeParse(peers, parameters);
	return relative.success ? { value: relative.output.peer_percentile, isPercentile: true } : null;
}

/** How much of a value gives all the points; null where that is not a single figure. */
export function fullMarksText(parameters: unknown): string | null {
	const fullMarks = fullMarksOf(parameters);
	if (fullMarks === null) return null;
	return fullMarks.isPercentile
		? m.evaluation_full_at_peers({ percentile: fullMarks.value })
		: m.evaluation_full_at({ value: fullMarks.value });
}
