import type { Tables } from '#lib/database.types.ts';
import * as m from '#lib/paraglide/messages.js';
import { formatShare } from '#lib/money/format-money.ts';
import { formatDuration } from '#lib/time/format-time.ts';

export type BookingRules = Omit<
	Tables<'booking_rules'>,
	| 'id'
	| 'platform_id'
	| 'instrument_id'
	| 'scope_id'
	| 'customer_kind'
	| 'version'
	| 'valid_from'
	| 'valid_until'
	| 'created_at'
	| 'approval_needed'
	| 'course_id'
>;

/** One rule as a line of a list: what it is about, and what it says. */
export type RuleInWords = { about: string; says: string };

const DAY = 1440;

/**
 * The rules that a booking will be judged by, as a person would explain them. Every column that can
 * refuse a booking has its line, so that nobody is refused for what the page kept to itself.
 *
 * @param units how many customers the instrument serves at once
 */
export function describeBookingRules(rules: BookingRules, units: number): RuleInWords[] {
	const lines: RuleInWords[] = [
		{
			about: m.instrument_rule_who(),
			says: rules.admits_outsiders
				? m.instrument_rule_who_everyone()
				: m.instrument_rule_who_insiders()
		},
		{
			about: m.instrument_rule_approval(),
			says: describeApproval(rules)
		},
		{ about: m.instrument_rule_length(), says: describeLength(rules) },
		{ about: m.instrument_rule_grid(), says: describeGrid(rules.granularity_minutes) },
		{ about: m.instrument_rule_ahead(), says: describeAhead(rules) }
	];
	if (!rules.off_hours_admitted) {
		lines.push({
			about: m.instrument_rule_off_hours(),
			says: m.instrument_rule_off_hours_closed()
		});
	}
	if (rules.gap_minutes > 0) {
		lines.push({
			about: m.instrument_rule_gap(),
			says: m.instrument_rule_gap_length({ length: formatDuration(rules.gap_minutes) })
		});
	}
	if (rules.purpose_required) {
		lines.push({ about: m.instrument_rule_purpose(), says: m.instrument_rule_purpose_needed() });
	}
	lines.push({ about: m.instrument_rule_cancel(), says: describeCancellation(rules) });
	if (rules.grace_minutes !== null) {
		lines.push({
			about: m.instrument_rule_check_in(),
			says: describeCheckIn(rules, rules.grace_minutes)
		});
	}
	const suspension = describeSuspension(rules);
	if (suspension !== null) lines.push({ about: m.instrument_rule_suspension(), says: suspension });
	const buffers = describeBuffers(rules);
	if (buffers !== null) lines.push({ about: m.instrument_rule_buffers(), says: buffers });
	if (units > 1) {
		lines.push({
			about: m.instrument_rule_units(),
			says: m.instrument_rule_units_some({ count: units })
		});
	}
	return lines;
}

function describeApproval({ approval, approval_hours: hours }: BookingRules): string {
	const within = formatDuration(hours * 60);
	switch (approval) {
		case 'none':
			return m.instrument_rule_approval_none();
		case 'lab':
			return m.instrument_rule_approval_needed({ within });
		case 'owner_then_lab':
			return m.instrument_rule_approval_two_steps({ within });
	}
}

function describeCancellation(rules: BookingRules): string {
	if (rules.cancel_until_minutes === 0) return m.instrument_rule_cancel_any_time();

	const until = formatDuration(rules.cancel_until_minutes);
	return rules.late_cancel_bp === 0
		? m.instrument_rule_cancel_until({ until })
		: m.instrument_rule_cancel_until_or_pay({ until, share: formatShare(rules.late_cancel_bp) });
}

function describeCheckIn({ no_show_bp: share }: BookingRules, grace: number): string {
	const within = formatDuration(grace);
	return share === 0
		? m.instrument_rule_check_in_within({ within })
		: m.instrument_rule_check_in_or_pay({ within, share: formatShare(share) });
}

function describeSuspension(rules: BookingRules): string | null {
	if (rules.no_show_limit === null) return null;
	const facts = {
		count: rules.no_show_limit,
		window: rules.no_show_window_days,
		days: rules.suspension_days
	};
	return rules.late_cancel_counts
		? m.instrument_rule_suspension_with_late(facts)
		: m.instrument_rule_suspension_after(facts);
}

function describeLength({ shortest_minutes: shortest, longest_minutes: longest }: BookingRules) {
	return shortest === longest
		? m.instrument_rule_length_fixed({ length: formatDuration(shortest) })
		: m.instrument_rule_length_between({
				shortest: formatDuration(shortest),
				longest: formatDuration(longest)
			});
}

function describeGrid(minutes: number): string {
	if (minutes === DAY) return m.instrument_rule_grid_days();
	if (minutes === 60) return m.instrument_rule_grid_hours();
	return m.instrument_rule_grid_step({ step: formatDuration(minutes) });
}

function describeAhead({ lead_minutes: lead, horizon_days: horizon }: BookingRules): string {
	const latest = formatDuration(horizon * DAY);
	return lead === 0
		? m.instrument_rule_ahead_until({ latest })
		: m.instrument_rule_ahead_between({ earliest: formatDuration(lead), latest });
}

function describeBuffers({ setup_minutes: setup, teardown_minutes: teardown }: BookingRules) {
	if (setup === 0 && teardown === 0) return null;
	if (setup === teardown) return m.instrument_rule_buffers_both({ length: formatDuration(setup) });
	if (teardown === 0) return m.instrument_rule_buffers_before({ length: formatDuration(setup) });
	if (setup === 0) return m.instrument_rule_buffers_after({ length: formatDuration(teardown) });
	return m.instrument_rule_buffers_each({
		setup: formatDuration(setup),
		teardown: formatDuration(teardown)
	});
}
