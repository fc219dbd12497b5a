import type { Enums, Tables } from '#lib/database.types.ts';
import { formatMoney } from '#lib/money/format-money.ts';
import * as m from '#lib/paraglide/messages.js';

export type Tariff = Pick<
	Tables<'tariffs'>,
	'customer_kind' | 'basis' | 'rate_fen' | 'minimum_fen' | 'off_hours_bp' | 'currency'
>;

type CustomerKind = Enums<'customer_kind'>;

/** What one kind of customer pays, in words. */
export type PriceInWords = { customer: string; price: string };

/** In this order: those whom the instrument is opened to come first. */
const KINDS: [CustomerKind, () => string][] = [
	['startup', m.customer_kind_startup],
	['makerspace', m.customer_kind_makerspace],
	['academic', m.customer_kind_academic],
	['company', m.customer_kind_company],
	['everyone', m.instrument_price_external],
	['internal', m.instrument_price_internal]
];

/** The tariff that holds for a kind of customer: its own, or the one for everyone. */
export function findTariff(tariffs: Tariff[], kind: CustomerKind): Tariff | undefined {
	return (
		tariffs.find(({ customer_kind }) => customer_kind === kind) ??
		tariffs.find(({ customer_kind }) => customer_kind === 'everyone')
	);
}

/** The price by customer; without a tariff it is by arrangement. */
export function describePrices(tariffs: Tariff[], admitsOutsiders: boolean): PriceInWords[] {
	return KINDS.filter(([kind]) => admitsOutsiders || kind === 'internal').flatMap(
		([kind, customer]) => {
			const isSaid = kind === 'everyone' || kind === 'internal';
			const tariff = isSaid
				? findTariff(tariffs, kind)
				: tariffs.find(({ customer_kind }) => customer_kind === kind);
			return tariff || isSaid ? [{ customer: customer(), price: describeTariff(tariff) }] : [];
		}
	);
}

const FEES: Record<Enums<'fee_band'>, () => string> = {
	paid: m.instrument_fee_paid,
	free: m.instrument_fee_free,
	unknown: m.instrument_fee_unknown
};

/** What it costs: by its tariffs where it is booked here, else as its register says. */
export function describeCost(instrument: {
	rules: { admits_outsiders: boolean } | null;
	tariffs: Tariff[];
	fee_band: Enums<'fee_band'>;
}): PriceInWords[] {
	const { rules, tariffs, fee_band: fees } = instrument;
	return rules
		? describePrices(tariffs, rules.admits_outsiders)
		: [{ customer: m.instrument_fee(), price: FEES[fees]() }];
}

/** A tariff in words: its rate, and what else makes up the price. */
export function describeTariff(tariff: Tariff | undefined): string {
	if (tariff?.rate_fen == null) return m.instrument_price_arranged();

	const money = (fen: number) => formatMoney(fen, tariff.currency);
	const parts = [describeRate(tariff.rate_fen, tariff.basis, money)];
	if (tariff.basis === 'hour' && tariff.rate_fen > 0 && tariff.off_hours_bp !== 10000) {
		const price = money(Math.round((tariff.rate_fen * tariff.off_hours_bp) / 10000));
		parts.push(m.instrument_price_off_hours({ price }));
	}
	if (tariff.minimum_fen > 0) {
		parts.push(m.instrument_price_minimum({ price: money(tariff.minimum_fen) }));
	}
	return parts.join(m.instrument_price_separator());
}

function describeRate(fen: number, basis: string, money: (fen: number) => string): string {
	if (fen === 0) return m.instrument_price_free();
	return basis === 'hour'
		? m.instrument_price_per_hour({ price: money(fen) })
		: m.instrument_price_per_session({ price: money(fen) });
}
