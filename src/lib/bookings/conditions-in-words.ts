import * as m from '#lib/paraglide/messages.js';
import { formatHours } from '#lib/time/format-time.ts';
import type { Conditions } from './queries.server.ts';

type Quota = Conditions['quotas'][number];

const HOLDERS: Record<Quota['holder'], () => string> = {
	person: m.conditions_person,
	organisation: m.conditions_organisation
};
const SPANS: Record<Quota['span'], () => string> = {
	day: m.conditions_day,
	week: m.conditions_week,
	month: m.conditions_month,
	year: m.conditions_year,
	outstanding: m.conditions_outstanding
};

/** What a customer has used of a quota now, and its limit. */
export function describeQuotaUse(
	{ holder, measure, span, at_most, is_of_platform }: Quota,
	used: number
): string {
	const said = m.conditions_quota_used({
		holder: HOLDERS[holder](),
		span: SPANS[span](),
		used: measure === 'bookings' ? String(used) : formatHours(used),
		limit: measure === 'bookings' ? m.conditions_count({ count: at_most }) : formatHours(at_most)
	});
	return is_of_platform ? m.quota_of_platform({ quota: said }) : said;
}

/** Why a customer is kept from a time, for the narrow cell of a calendar. */
export function barInWords(rule: string): string {
	if (rule === 'suspended') return m.barred_suspended();
	if (rule === 'qualification') return m.barred_qualification();
	if (rule === 'gap') return m.barred_gap();
	return rule.startsWith('quota_') ? m.barred_quota() : m.calendar_barred();
}
