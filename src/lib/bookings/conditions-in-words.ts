import * as m from '#lib/paraglide/messages.js';
import { formatHours } from '#lib/time/format-time.ts';
import type { Conditions } from './queries.server.ts';

type Quota = Conditions['quotas'][number];

const HOLDERS: Record<Quota['holder'], () => string> = {
	person: m.quota_person,
	organisation: m.quota_organisation
};
const SPANS: Record<Quota['span'], () => string> = {
	day: m.quota_day,
	week: m.quota_week,
	month: m.quota_month,
	year: m.quota_year,
	outstanding: m.quota_outstanding
};

/** A quota with its limit and, for a customer, what is used of it. */
export function describeQuota({ holder, measure, span, at_most, used }: Quota): string {
	function amount(value: number) {
		return measure === 'bookings' ? m.conditions_count({ count: value }) : formatHours(value);
	}
	const facts = { holder: HOLDERS[holder](), span: SPANS[span](), limit: amount(at_most) };
	return used === null
		? m.conditions_quota_limit(facts)
		: m.conditions_quota_used({ ...facts, used: amount(used) });
}

/** Why a customer is kept from a time, for the narrow cell of a calendar. */
export function barInWords(rule: string): string {
	if (rule === 'suspended') return m.barred_suspended();
	if (rule === 'qualification') return m.barred_qualification();
	if (rule === 'gap') return m.barred_gap();
	return rule.startsWith('quota_') ? m.barred_quota() : m.calendar_barred();
}
