import type { Tables } from '#lib/database.types.ts';
import * as m from '#lib/paraglide/messages.js';
import { formatHours } from '#lib/time/format-time.ts';
import type { RuleInWords } from './booking-rules-in-words.ts';

export type Quota = Pick<
	Tables<'booking_quotas'>,
	'instrument_id' | 'customer_kind' | 'holder' | 'measure' | 'span' | 'at_most'
>;

const HOLDERS: Record<string, () => string> = {
	person: m.quota_person,
	organisation: m.quota_organisation
};
const SPANS: Record<string, () => string> = {
	day: m.quota_day,
	week: m.quota_week,
	month: m.quota_month,
	year: m.quota_year,
	outstanding: m.quota_outstanding
};
const KINDS: Record<Quota['customer_kind'], () => string> = {
	everyone: m.customer_kind_everyone,
	internal: m.customer_kind_internal,
	startup: m.customer_kind_startup,
	makerspace: m.customer_kind_makerspace,
	academic: m.customer_kind_academic,
	company: m.customer_kind_company
};

/** A limit as a person would say it: `每个单位每周最多预约 3 次`. */
export function describeQuota({ holder, measure, span, at_most }: Quota): string {
	const facts = { holder: HOLDERS[holder]?.() ?? holder, span: SPANS[span]?.() ?? span };
	return measure === 'bookings'
		? m.quota_in_bookings({ ...facts, count: at_most })
		: m.quota_in_time({ ...facts, length: formatHours(at_most) });
}

/** The limits of an instrument as lines of its rules, one for each kind of customer. */
export function describeQuotas(quotas: Quota[]): RuleInWords[] {
	const kinds = [...new Set(quotas.map(({ customer_kind }) => customer_kind))];
	return kinds.map((kind) => ({
		about: m.quota_of({ customer: KINDS[kind]() }),
		says: quotas
			.filter(({ customer_kind }) => customer_kind === kind)
			.map((quota) =>
				quota.instrument_id === null
					? m.quota_of_platform({ quota: describeQuota(quota) })
					: describeQuota(quota)
			)
			.join(m.instrument_price_separator())
	}));
}
