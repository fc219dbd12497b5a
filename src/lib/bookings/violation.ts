import * as m from '#lib/paraglide/messages.js';
import type { Violation } from '#lib/server/database-error.ts';
import { formatDateTime, formatDuration, formatPeriod } from '#lib/time/format-time.ts';
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
		default:
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
