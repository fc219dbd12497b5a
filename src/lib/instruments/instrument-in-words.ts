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
	const { rules, tariffs, quotas, opening_hours, opening_exceptions, services, ...plain } =
		instrument;
	const { time_zone: timeZone } = instrument.platform;
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
		specifications: describeSpecifications(instrument, subjects),
		rules: rules && [...describeBookingRules(rules, instrument.units), ...describeQuotas(quotas)],
		hours: rules && {
			weekly: describeOpeningHours(opening_hours),
			coming: describeOpeningExceptions(opening_exceptions, dateIn(now, timeZone)),
			zone: formatZone(timeZone, now)
		},
		services: services.map((service) => ({ ...service, price: describeServicePrice(service) }))
	};
}
