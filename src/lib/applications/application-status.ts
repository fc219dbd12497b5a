import * as m from '#lib/paraglide/messages.js';
import type { BadgeTone } from '#lib/ui/badge/badge-tone.ts';

/** Whose turn it is: `customer`, `lab`, or nobody's. */
type Turn = 'customer' | 'lab' | null;

type Stage = {
	label: () => string;
	tone: BadgeTone;
	/** What happens next, told to who applies. */
	next: () => string;
	turn: Turn;
};

/** Every stage that `application_stage` answers. */
const STAGES = {
	draft: {
		label: m.application_draft,
		tone: 'neutral',
		next: m.application_draft_next,
		turn: 'customer'
	},
	submitted: {
		label: m.application_submitted,
		tone: 'warn',
		next: m.application_submitted_next,
		turn: 'lab'
	},
	in_review: {
		label: m.application_in_review,
		tone: 'warn',
		next: m.application_submitted_next,
		turn: 'lab'
	},
	more_info: {
		label: m.application_more_info,
		tone: 'danger',
		next: m.application_more_info_next,
		turn: 'customer'
	},
	approved: {
		label: m.application_approved,
		tone: 'ok',
		next: m.application_approved_next,
		turn: 'customer'
	},
	rejected: {
		label: m.application_rejected,
		tone: 'danger',
		next: m.application_rejected_next,
		turn: null
	},
	delivered: {
		label: m.application_delivered,
		tone: 'accent',
		next: m.application_delivered_next,
		turn: 'customer'
	},
	use_report_due: {
		label: m.application_report_due,
		tone: 'danger',
		next: m.application_report_due_next,
		turn: 'customer'
	},
	closed: { label: m.application_closed, tone: 'ok', next: m.application_closed_next, turn: null },
	withdrawn: {
		label: m.application_withdrawn,
		tone: 'neutral',
		next: m.application_ended_next,
		turn: null
	},
	expired: {
		label: m.application_expired,
		tone: 'neutral',
		next: m.application_expired_next,
		turn: null
	},
	accepted: {
		label: m.application_accepted,
		tone: 'accent',
		next: m.application_accepted_next,
		turn: 'lab'
	},
	sourcing: {
		label: m.application_sourcing,
		tone: 'accent',
		next: m.application_sourcing_next,
		turn: 'lab'
	},
	fulfilled: {
		label: m.application_fulfilled,
		tone: 'ok',
		next: m.application_fulfilled_next,
		turn: 'customer'
	},
	unfilled: {
		label: m.application_unfilled,
		tone: 'danger',
		next: m.application_unfilled_next,
		turn: null
	},
	cancelled: {
		label: m.application_cancelled,
		tone: 'neutral',
		next: m.application_ended_next,
		turn: null
	},
	confirmed: {
		label: m.application_confirmed,
		tone: 'ok',
		next: m.application_confirmed_next,
		turn: null
	},
	rated: { label: m.application_rated, tone: 'ok', next: m.application_rated_next, turn: null }
} satisfies Record<string, Stage>;

/** A stage in words. Statuses are stages, too. */
export function describeStage(stage: string) {
	const { label, tone, next, turn } = (STAGES as Record<string, Stage>)[stage] ?? STAGES.draft;
	return { label: label(), tone, next: next(), turn };
}

/** Statuses in which an application is open for somebody, and in which it waits for the lab. */
export const OPEN_STATUSES = [
	'draft',
	'submitted',
	'in_review',
	'more_info',
	'approved',
	'delivered',
	'accepted',
	'sourcing',
	'fulfilled'
] as const;
export const WAITING_STATUSES = ['submitted', 'in_review', 'accepted', 'sourcing'] as const;
export const HANDED_STATUSES = ['more_info', 'approved', 'delivered', 'fulfilled'] as const;
