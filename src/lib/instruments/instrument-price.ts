import type { Tables } from '#lib/database.types.ts';
import { formatMoney } from '#lib/money/format-money.ts';
import * as m from '#lib/paraglide/messages.js';

type Prices = Pick<
	Tables<'booking_rules'>,
	'internal_fen_per_hour' | 'external_fen_per_hour' | 'admits_outsiders' | 'currency'
>;

/** What one kind of customer pays, in words. */
export type PriceInWords = { customer: string; price: string };

/** The price by customer, outsiders first: they are whom the instrument is opened to. */
export function describePrices(prices: Prices): PriceInWords[] {
	const internal = {
		customer: m.instrument_price_internal(),
		price: describePrice(prices.internal_fen_per_hour, prices.currency)
	};
	if (!prices.admits_outsiders) return [internal];

	return [
		{
			customer: m.instrument_price_external(),
			price: describePrice(prices.external_fen_per_hour, prices.currency)
		},
		internal
	];
}

function describePrice(fenPerHour: number | null, currency: string): string {
	if (fenPerHour === null) return m.instrument_price_arranged();
	if (fenPerHour === 0) return m.instrument_price_free();
	return m.instrument_price_per_hour({ price: formatMoney(fenPerHour, currency) });
}
