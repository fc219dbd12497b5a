import * as v from 'valibot';
import * as m from '#lib/paraglide/messages.js';
import { isCalendarDate } from '#lib/time/calendar-date.ts';
import { isWallTime } from '#lib/time/wall-time.ts';
import { CLOSURE_KINDS } from './closure-kind.ts';

const MAX_REASON = 2000;

const wallTime = v.pipe(
	v.string(),
	v.check(isWallTime, () => m.booking_time_missing())
);

/**
 * A closure as its form says it: times on the wall of the lab, perhaps again every so many weeks.
 * The same fields stand in the address of the preview and in the form that plans.
 */
const closurePlanSchema = v.pipe(
	v.object({
		instruments: v.pipe(
			v.array(v.pipe(v.string(), v.uuid())),
			v.minLength(1, () => m.closure_instruments_missing())
		),
		kind: v.picklist(CLOSURE_KINDS),
		start: wallTime,
		end: wallTime,
		reason: v.pipe(
			v.string(),
			v.trim(),
			v.maxLength(MAX_REASON, () => m.booking_text_too_long({ limit: MAX_REASON }))
		),
		every_weeks: v.pipe(
			v.picklist(['', '1', '2', '4']),
			v.transform((weeks) => (weeks === '' ? null : Number(weeks)))
		),
		repeat_until: v.pipe(
			v.string(),
			v.check(
				(date) => date === '' || isCalendarDate(date),
				() => m.closure_repeat_until_missing()
			)
		)
	}),
	v.forward(
		v.check(
			({ every_weeks, repeat_until }) => every_weeks === null || repeat_until !== '',
			() => m.closure_repeat_until_missing()
		),
		['repeat_until']
	)
);

export type ClosurePlan = v.InferOutput<typeof closurePlanSchema>;

/** What was typed, before it is judged. */
export type TypedPlan = {
	instruments: string[];
	kind: string;
	start: string;
	end: string;
	reason: string;
	every_weeks: string;
	repeat_until: string;
};

/** The fields as they stand in an address or a form that was sent. */
export function readTypedPlan(sent: URLSearchParams | FormData): TypedPlan {
	function text(name: string) {
		const value = sent.get(name);
		return typeof value === 'string' ? value : '';
	}
	return {
		instruments: sent.getAll('instrument').filter((id) => typeof id === 'string'),
		kind: text('kind') || 'maintenance',
		start: text('start'),
		end: text('end'),
		reason: text('reason'),
		every_weeks: text('every_weeks'),
		repeat_until: text('repeat_until')
	};
}

export type PlanErrors = Partial<Record<keyof TypedPlan, string>>;

/** The plan, or what is wrong with each field; only the first for each, so that one is fixed at a time. */
export function judgePlan(
	typed: TypedPlan
): { ok: true; plan: ClosurePlan } | { ok: false; errors: PlanErrors } {
	const result = v.safeParse(closurePlanSchema, typed);
	if (result.success) return { ok: true, plan: result.output };

	const errors: PlanErrors = {};
	for (const issue of result.issues) {
		const field = String(issue.path?.[0]?.key) as keyof TypedPlan;
		errors[field] ??= issue.message;
	}
	return { ok: false, errors };
}
