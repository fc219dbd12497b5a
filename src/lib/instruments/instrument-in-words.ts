import type { FactPanel } from '#lib/catalogue/fact-panel.ts';
import type { ResourceKind } from '#lib/catalogue/resource-kind.ts';
import type { Named } from '#lib/catalogue/title.ts';
import * as m from '#lib/paraglide/messages.js';
import { describeServicePrice } from '#lib/services/service-price.ts';
import { dateIn } from '#lib/time/calendar-date.ts';
import { formatZone } from '#lib/time/format-time.ts';
import { describeBookingRules } from './booking-rules-in-words.ts';
import { describeCost } from './instrument-price.ts';
import { describeOpeningExceptions, describeOpeningHours } from './opening-hours-in-words.ts';
import type { Instrument } from './queries.server.ts';
import { describeQuotas } from './quota-in-words.ts';
import { describeSpecifications } from './specifications-in-words.ts';
import { standingOf } from './standing.ts';
import { standingInWords } from './standing-in-words.ts';

/**
 * An instrument as its page shows it: its rules, hours, prices and particulars in words, so that the
 * page need not carry the words for every rule there could be.
 */
export function putInWords(instrument: Instrument, subjects: string[], now: Date) {
	const {
		rules,
		tariffs,
		quotas,
		opening_hours,
		opening_exceptions,
		services: _services,
		literature: _literature,
		datasets: _datasets,
		...plain
	} = instrument;
	const standing = standingOf(instrument);
	const { badge, text: standingText } = standingInWords(standing);
	const described: [string, string | null][] = [
		[m.instrument_functions(), plain.functions],
		[m.instrument_technical(), plain.technical],
		[m.instrument_service_content(), plain.service_content],
		[m.instrument_achievement(), plain.achievement]
	];
	return {
		...plain,
		standing,
		badge,
		standingText,
		described: described.flatMap(([title, text]) => (text ? [{ title, text }] : [])),
		prices: describeCost({ rules, tariffs, fee_band: plain.fee_band }),
		panels: [
			{
				title: m.instrument_specifications(),
				groups: [{ facts: describeSpecifications(instrument, subjects) }]
			},
			...describeRules(instrument),
			...describeHours(instrument, now)
		],
		linked: listLinked(instrument)
	};
}

type Linked = {
	title: string;
	kind: ResourceKind;
	items: (Named & { id: string; note: string | number | null })[];
};

/** What belongs to the instrument, each kind that there is. */
function listLinked({ services, literature, datasets }: Instrument): Linked[] {
	const linked: Linked[] = [
		{
			title: m.instrument_services(),
			kind: 'service',
			items: services.map((service) => ({ ...service, note: describeServicePrice(service) }))
		},
		{
			title: m.instrument_literature(),
			kind: 'literature',
			items: literature.map(({ title, title_en, published_year, ...item }) => ({
				...item,
				name: title,
				name_en: title_en,
				note: published_year
			}))
		},
		{
			title: m.instrument_datasets(),
			kind: 'dataset',
			items: datasets.map(({ title, title_en, ...item }) => ({
				...item,
				name: title,
				name_en: title_en,
				note: null
			}))
		}
	];
	return linked.filter(({ items }) => items.length > 0);
}

/** The rules of booking, and those of the house: its own, or those of its platform. */
function describeRules({
	rules,
	quotas,
	units,
	sharing_rules,
	language,
	platform
}: Instrument): FactPanel[] {
	const shared = sharing_rules
		? { text: sharing_rules, language }
		: platform.sharing_rules
			? { text: platform.sharing_rules, language: platform.language }
			: null;
	if (rules === null && shared === null) return [];
	const booking = rules && [...describeBookingRules(rules, units), ...describeQuotas(quotas)];
	return [
		{
			title: m.instrument_rules(),
			groups: [
				...(booking
					? [{ facts: booking.map(({ about, says }) => ({ term: about, value: says })) }]
					: []),
				...(shared ? [{ title: m.instrument_sharing_rules(), text: shared }] : [])
			]
		}
	];
}

/** The week, and what differs from it soon. */
function describeHours(
	{ rules, opening_hours, opening_exceptions, platform }: Instrument,
	now: Date
): FactPanel[] {
	if (rules === null) return [];
	const { time_zone: timeZone } = platform;
	const weekly = describeOpeningHours(opening_hours);
	const coming = describeOpeningExceptions(opening_exceptions, dateIn(now, timeZone));
	return [
		{
			title: m.instrument_hours(),
			groups: [
				weekly.length > 0
					? {
							facts: weekly.map(({ days, hours }) => ({ term: days, value: hours })),
							note: m.instrument_hours_zone({ zone: formatZone(timeZone, now) })
						}
					: { note: m.instrument_hours_none() },
				...(coming.length > 0
					? [
							{
								title: m.instrument_hours_exceptions(),
								facts: coming.map(({ days, hours, reason }) => ({
									term: days,
									value: hours,
									note: reason
								}))
							}
						]
					: [])
			]
		}
	];
}
