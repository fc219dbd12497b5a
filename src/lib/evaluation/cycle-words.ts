import * as v from 'valibot';
import type { Enums } from '#lib/database.types.ts';
import * as m from '#lib/paraglide/messages.js';

/* The words of what an evaluation holds as codes. */

export type CycleState = Enums<'evaluation_state'>;

const STATES: Record<CycleState, () => string> = {
	draft: m.cycle_state_draft,
	open: m.cycle_state_open,
	collecting: m.cycle_state_collecting,
	self_report: m.cycle_state_self_report,
	verification: m.cycle_state_verification,
	expert_scoring: m.cycle_state_expert_scoring,
	preliminary: m.cycle_state_preliminary,
	publicity: m.cycle_state_publicity,
	published: m.cycle_state_published,
	rectification: m.cycle_state_rectification,
	re_evaluation: m.cycle_state_re_evaluation,
	closed: m.cycle_state_closed
};

/** What a step to a state is called on its button. */
const STEPS: Record<CycleState, () => string> = {
	draft: m.cycle_state_draft,
	open: m.cycle_step_open,
	collecting: m.cycle_step_collecting,
	self_report: m.cycle_step_self_report,
	verification: m.cycle_step_verification,
	expert_scoring: m.cycle_step_expert_scoring,
	preliminary: m.cycle_step_preliminary,
	publicity: m.cycle_step_publicity,
	published: m.cycle_step_published,
	rectification: m.cycle_step_rectification,
	re_evaluation: m.cycle_step_re_evaluation,
	closed: m.cycle_step_closed
};

/** What is done while an evaluation is in a state, for whoever wonders what comes next. */
const TASKS: Record<CycleState, () => string> = {
	draft: m.cycle_task_draft,
	open: m.cycle_task_open,
	collecting: m.cycle_task_collecting,
	self_report: m.cycle_task_self_report,
	verification: m.cycle_task_verification,
	expert_scoring: m.cycle_task_expert_scoring,
	preliminary: m.cycle_task_preliminary,
	publicity: m.cycle_task_publicity,
	published: m.cycle_task_published,
	rectification: m.cycle_task_rectification,
	re_evaluation: m.cycle_task_re_evaluation,
	closed: m.cycle_task_closed
};

export const stateLabel = (state: CycleState) => STATES[state]();
export const stepLabel = (state: CycleState) => STEPS[state]();
export const taskText = (state: CycleState) => TASKS[state]();

/** The states that every evaluation goes through, in their order. */
export const MAIN_STATES = [
	'draft',
	'open',
	'collecting',
	'self_report',
	'verification',
	'expert_scoring',
	'preliminary',
	'publicity',
	'published',
	'closed'
] as const satisfies readonly CycleState[];

const UNGRADED: Record<string, () => string> = {
	weights_unknown: m.cycle_ungraded_weights,
	no_bands: m.cycle_ungraded_bands,
	too_little_known: m.cycle_ungraded_little
};
const VETOES: Record<string, () => string> = {
	falsified: m.cycle_veto_falsified,
	refusals: m.cycle_veto_refusals
};
const FINDINGS: Record<string, () => string> = {
	in_order: m.cycle_finding_in_order,
	wrong: m.cycle_finding_wrong,
	falsified: m.cycle_finding_falsified
};
const STANDINGS: Record<string, () => string> = {
	counts: m.cycle_standing_counts,
	dropped: m.cycle_standing_dropped,
	disputed: m.cycle_standing_disputed,
	left_out: m.cycle_standing_left_out
};
const WISHES: Record<string, () => string> = {
	leave_out: m.cycle_wish_leave_out,
	count: m.cycle_wish_count
};

export const ungradedText = (why: string) => UNGRADED[why]?.() ?? why;
export const vetoText = (veto: string) => VETOES[veto]?.() ?? veto;
export const findingLabel = (finding: string) => FINDINGS[finding]?.() ?? finding;
export const recordStanding = (standing: string) => STANDINGS[standing]?.() ?? standing;
export const wishLabel = (wish: string) => WISHES[wish]?.() ?? wish;

export const wishOptions = () =>
	Object.entries(WISHES).map(([value, label]) => ({ value, label: label() }));
export const findingOptions = () =>
	Object.entries(FINDINGS).map(([value, label]) => ({ value, label: label() }));

const PERCENTAGES = new Set([
	'open_rate',
	'completeness',
	'reduction',
	'utilisation',
	'response_rate',
	'completion_rate',
	'mean_rating'
]);
const HOURS = new Set(['startup_hours', 'mean_effective_hours', 'mean_shared_hours']);

/** A value with its unit; a value that is not known says so, for it is no zero. */
export function valueText(formula: string | null, value: number | null): string {
	if (value === null) return m.cycle_not_known();
	const figure = String(Math.round(value * 100) / 100);
	if (formula !== null && PERCENTAGES.has(formula)) return `${figure}%`;
	if (formula !== null && HOURS.has(formula)) return m.cycle_hours({ hours: figure });
	return figure;
}

const text = v.pipe(v.union([v.string(), v.number()]), v.transform(String));

/** What a value was made of, in a sentence; null where it says no more than the value. */
export function factsText(formula: string | null, facts: unknown): string | null {
	const made = v.safeParse(v.record(v.string(), text), facts);
	if (!made.success) return null;
	const of = (name: string) => made.output[name] ?? '0';
	switch (formula) {
		case 'open_rate':
			return m.cycle_facts_open({ open: of('open'), all: of('in_scope') });
		case 'completeness':
			return m.cycle_facts_completeness({
				filled: of('filled'),
				current: of('current'),
				all: of('in_scope')
			});
		case 'startup_organisations':
			return m.cycle_facts_records({ records: of('records') });
		case 'startup_hours':
		case 'dataset_deliveries':
		case 'literature_deliveries':
		case 'services_with_evidence':
			return m.cycle_facts_volume({
				volume: of('volume'),
				organisations: of('organisations'),
				largest: of('largest'),
				cap: String(Number(of('cap_bp')) / 100)
			});
		case 'reduction':
			return m.cycle_facts_reduction({
				list: (Number(of('list_price_fen')) / 100).toFixed(2),
				paid: (Number(of('paid_fen')) / 100).toFixed(2)
			});
		case 'utilisation':
		case 'mean_effective_hours':
		case 'mean_shared_hours':
			return m.cycle_facts_hours({
				hours: of('hours'),
				instruments: of('instruments'),
				rated: of('rated_hours')
			});
		case 'response_rate':
			return m.cycle_facts_responses({ inTime: of('in_time'), all: of('answers') });
		case 'completion_rate':
			return m.cycle_facts_completion({ kept: of('kept'), calledOff: of('called_off') });
		case 'mean_rating':
			return m.cycle_facts_ratings({ ratings: of('ratings') });
		default:
			return null;
	}
}

const DRILLED = new Set([
	'startup_organisations',
	'startup_hours',
	'dataset_deliveries',
	'literature_deliveries',
	'services_with_evidence',
	'reduction',
	'utilisation',
	'mean_effective_hours',
	'mean_shared_hours'
]);

/** Whether a value is made of records that can be looked at one by one. */
export function isMadeOfRecords(formula: string | null): boolean {
	return formula !== null && DRILLED.has(formula);
}
