import type { Tables } from '#lib/database.types.ts';
import * as m from '#lib/paraglide/messages.js';
import { formatDuration } from '#lib/time/format-time.ts';

export type BookingRules = Pick<
	Tables<'booking_rules'>,
	| 'granularity_minutes'
	| 'shortest_minutes'
	| 'longest_minutes'
	| 'lead_minutes'
	| 'horizon_days'
	| 'setup_minutes'
	| 'teardown_minutes'
	| 'admits_outsiders'
	| 'approval_needed'
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
			says: rules.approval_needed
				? m.instrument_rule_approval_needed()
				: m.instrument_rule_approval_none()
		},
		{ about: m.instrument_rule_length(), says: describeLength(rules) },
		{ about: m.instrument_rule_grid(), says: describeGrid(rules.granularity_minutes) },
		{ about: m.instrument_rule_ahead(), says: describeAhead(rules) }
	];
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
