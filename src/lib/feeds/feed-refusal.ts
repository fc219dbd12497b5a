import * as m from '#lib/paraglide/messages.js';
import type { Refusal } from '#lib/server/database-error.ts';

const TEXTS: Partial<Record<string, () => string>> = {
	feed_not_found: m.feed_refused_not_found,
	feed_limit_reached: m.feed_refused_limit,
	organisation_not_yours: m.refusal_organisation_not_yours,
	platform_not_yours: m.feed_refused_platform,
	platform_not_found: m.error_not_found_title,
	instrument_not_found: m.error_not_found_title
};

/** Why a feed was not made or changed; null for what nobody expects. */
export function feedRefusalText({ key }: Refusal): string | null {
	return TEXTS[key]?.() ?? null;
}
