import { resourceKindLabel } from '#lib/catalogue/resource-kind.ts';
import type { Hit } from '#lib/catalogue/search.server.ts';
import { formatMoney } from '#lib/money/format-money.ts';
import * as m from '#lib/paraglide/messages.js';
import { toAccessLabel } from './access-label.ts';
import { describeHost } from './describe-host.ts';

/** What a result says of a hit, so that the page need not carry the words for everything there could be. */
export function hitInWords(hit: Hit) {
	const { kind, id, name, name_en, language, picture, is_bookable: isBookable } = hit;
	return {
		kind,
		id,
		named: { name, name_en, language },
		picture,
		// Of a record that says no more, at least the class in its register.
		summary: hit.summary ?? hit.category,
		host: describeHost(hit),
		kindLabel: resourceKindLabel(kind),
		access: toAccessLabel(hit),
		price: describePrice(hit),
		isBookable
	};
}

export type HitInWords = ReturnType<typeof hitInWords>;

function describePrice({ price_fen: fen, currency, price_unit: unit }: Hit): string | null {
	if (fen === null || currency === null) return null;
	const price = formatMoney(fen, currency);
	if (unit === 'hour') return m.instrument_price_per_hour({ price });
	return unit === null ? price : m.service_price_per_unit({ price, unit });
}
