import type { Tables } from '#lib/database.types.ts';
import * as m from '#lib/paraglide/messages.js';
import { toOutcome, type Outcome, type RefusalTexts } from '#lib/server/outcome.ts';
import type { Db } from '#lib/server/supabase.ts';

const REFUSALS: RefusalTexts = { platform_not_found: () => m.error_not_found_title() };

/** Has a platform's display shown, or changes what it shows and to whom. */
export function openDisplay(
	db: Db,
	wish: { platform_id: string; is_public: boolean; shows_organisations: boolean }
): Promise<Outcome<Tables<'platform_displays'>>> {
	return toOutcome(db.rpc('open_display', wish), REFUSALS);
}

/** Takes a platform's display away, with its address. */
export function withdrawDisplay(db: Db, platformId: string): Promise<Outcome<undefined>> {
	return toOutcome(db.rpc('withdraw_display', { platform_id: platformId }), REFUSALS);
}
