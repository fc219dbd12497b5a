import { countByKind, listSoonFree } from '#lib/catalogue/search.server.ts';
import { formatMoney } from '#lib/money/format-money.ts';
import * as m from '#lib/paraglide/messages.js';
import { readOwnStart } from '#lib/people/own-start.server.ts';
import { listDesignationKinds } from '#lib/platforms/queries.server.ts';
import { logger } from '#lib/server/logger.ts';
import { formatPeriod } from '#lib/time/format-time.ts';
import { toPeriod } from '#lib/time/period.ts';
import type { PageServerLoad } from './$types';

const SLOTS_SHOWN = 6;
const PATIENCE_MS = 1500;

export const load: PageServerLoad = async ({ locals: { supabase, claims }, parent }) => {
	const [kinds, slots, designationKinds, own] = await Promise.all([
		countByKind(supabase),
		// The front door stays open when the busiest of its queries has no answer in time.
		listSoonFree(supabase, SLOTS_SHOWN, PATIENCE_MS).catch((error: unknown) => {
			logger.warn({ err: error }, 'free slots could not be found');
			return null;
		}),
		listDesignationKinds(supabase),
		claims ? readOwn() : []
	]);

	async function readOwn() {
		const { viewer } = await parent();
		return claims && viewer ? readOwnStart(supabase, claims, viewer, new Date()) : [];
	}
	return {
		own,
		kinds,
		slots:
			slots?.map((slot) => ({
				...slot,
				when: formatPeriod(toPeriod({ start: slot.starts_at, end: slot.ends_at }), slot.time_zone),
				price:
					slot.price_fen === null
						? m.instrument_price_arranged()
						: formatMoney(slot.price_fen, slot.currency)
			})) ?? null,
		designationKinds: designationKinds.filter(({ count }) => count > 0)
	};
};
