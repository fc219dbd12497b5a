import { error } from '@sveltejs/kit';
import type { JwtPayload } from '@supabase/supabase-js';
import { read } from '#lib/catalogue/read.server.ts';
import * as m from '#lib/paraglide/messages.js';
import { requireManagedPlatform } from '#lib/platforms/managed-platform.server.ts';
import type { Db } from '#lib/server/supabase.ts';

/**
 * An instrument with its platform, for those who manage it.
 *
 * @throws 404 when there is none, and 403 to everybody else.
 */
export async function requireManagedInstrument(db: Db, claims: JwtPayload, id: string) {
	const instrument = await read(
		db
			.from('instruments')
			.select('id, name, language, name_en, model, units, platform_id')
			.eq('id', id)
			.maybeSingle()
	);
	if (!instrument) error(404, m.error_not_found_title());
	const platform = await requireManagedPlatform(db, claims, instrument.platform_id);
	return { instrument, platform };
}
