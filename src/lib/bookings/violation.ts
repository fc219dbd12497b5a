import * as m from '#lib/paraglide/messages.js';
import type { Violation } from '#lib/server/database-error.ts';
import {
	formatDateTime,
	formatDuration,
	formatHours,
	formatPeriod
} from '#lib/time/format-time.ts';
import { parseInstant, type Period } from '#lib/time/period.ts';

/**
 * A violated rule in words, with its limit and what was asked for, in the language of the request.
 * Pages and the API show it word for word. Times are those of the lab, or UTC where it is unknown.
 */
export function explainViolation(violation: Violation, timeZone: string | null): string {
	const zone = timeZone ?? 'UTC';
	const { limit, actual } = violation;

	switch (violation.rule) {
		case 'order':
			return m.violation_order();
		case 'past':
			return m.violation_past({
				limit: instantText(limit, zone),
				actual: instantText(actual, zone)
			});
		case 'lead_time':
			return m.violation_lead_time({ limit: lengthText(limit), actual: lengthText(actual) });
		case 'horizon':
			return m.violation_horizon({ limit: Number(limit), actual: Number(actual) });
		case 'shortest':
			return m.violation_shortest({ limit: lengthText(limit), actual: lengthText(actual) });
		case 'longest':
			return m.violation_longest({ limit: lengthText(limit), actual: lengthText(actual) });
		case 'granularity':
			return m.violation_granularity({ limit: lengthText(limit), actual: String(actual) });
		case 'opening_hours':
			return m.violation_opening_hours();
		case 'overlap':
			return explainOverlap(violation, zone);
		case 'outsiders':
			return m.violation_outsiders();
		case 'not_bookable':
			return m.violation_not_bookable();
		case 'suspended':
			return m.violation_suspended({ until: instantText(limit, zone) });
		case 'qualification':
			return m.violation_qualification({ course: String(limit) });
		case 'purpose':
			return m.violation_purpose();
		case 'off_hours':
			return m.violation_off_hours({ hours: String(limit) });
		case 'closure':
			return m.violation_closure({ period: periodText(actual, zone) });
		case 'gap':
			return m.violation_gap({ limit: lengthText(limit), period: periodText(actual, zone) });
		case 'move_deadline':
			return m.violation_move_deadline({ limit: lengthText(limit) });
		case 'approval':
			return m.violation_approval();
		default:
			if (isQuotaRule(violation.rule)) return explainQuota(violation, violation.rule);
			// A rule that the database learnt before this file did.
			return violation.message;
	}
}

function explainOverlap({ limit, actual }: Violation, zone: string): string {
	const taken = periodOf(actual);
	if (!taken) return m.violation_overlap();
	const period = formatPeriod(taken, zone);
	return Number(limit) > 1
		? m.violation_overlap_all({ count: Number(limit), period })
		: m.violation_overlap_period({ period });
}

const HOLDERS = { person: m.quota_person, organisation: m.quota_organisation };
const SPANS = {
	day: m.quota_day,
	week: m.quota_week,
	month: m.quota_month,
	year: m.quota_year,
	outstanding: m.quota_outstanding
};

type Holder = keyof typeof HOLDERS;
type Span = keyof typeof SPANS;
type Measure = 'bookings' | 'minutes';
type QuotaRule = `quota_${Holder}_${Measure}_${Span}`;

function isQuotaRule(rule: string): rule is QuotaRule {
	const [quota, holder = '', measure = '', span = ''] = rule.split('_');
	return (
		quota === 'quota' &&
		Object.hasOwn(HOLDERS, holder) &&
		Object.hasOwn(SPANS, span) &&
		(measure === 'bookings' || measure === 'minutes')
	);
}

function explainQuota({ limit, actual }: Violation, rule: QuotaRule): string {
	const [, holder, measure, span] = rule.split('_') as ['quota', Holder, Measure, Span];
	const facts = { holder: HOLDERS[holder](), span: SPANS[span]() };
	return measure === 'bookings'
		? m.violation_quota_bookings({ ...facts, limit: Number(limit), actual: Number(actual) })
		: m.violation_quota_minutes({
				...facts,
				limit: formatHours(Number(limit)),
				actual: formatHours(Number(actual))
			});
}

function periodText(interval: Violation['actual'], zone: string): string {
	const period = periodOf(interval);
	return period ? formatPeriod(period, zone) : String(interval);
}

/** `start/end`, as ISO 8601 writes an interval. */
function periodOf(interval: Violation['actual']): Period | null {
	const [start, end] = String(interval).split('/').map(parseInstant);
	return start && end ? { start, end } : null;
}

function instantText(value: Violation['limit'], zone: string): string {
	const instant = new Date(String(value));
	return Number.isNaN(instant.getTime()) ? String(value) : formatDateTime(instant, zone);
}

function lengthText(minutes: Violation['limit']): string {
	return formatDuration(Number(minutes));
}
