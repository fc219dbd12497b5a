import { formatMoney } from '#lib/money/format-money.ts';
import * as m from '#lib/paraglide/messages.js';

type Priced = { unit_price_fen: number | null; currency: string; unit: string | null };

/** The price of a service per its unit: `¥1,200 / 样品`; by arrangement where none is published. */
export function describeServicePrice({ unit_price_fen: fen, currency, unit }: Priced): string {
	if (fen === null) return m.service_price_arranged();
	const price = formatMoney(fen, currency);
	return unit === null ? price : m.service_price_per_unit({ price, unit });
}
