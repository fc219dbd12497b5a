import { formatMoney } from '#lib/money/format-money.ts';
import * as m from '#lib/paraglide/messages.js';

/** What a booking costs: an amount, nothing, or what is yet to be agreed with the lab. */
export function priceInWords(amountFen: number | null, currency: string): string {
	if (amountFen === null) return m.booking_price_arranged();
	if (amountFen === 0) return m.booking_price_free();
	return formatMoney(amountFen, currency);
}
