import * as v from 'valibot';
import { read } from '#lib/catalogue/read.server.ts';
import type { Db } from '#lib/server/supabase.ts';
import { displaySchema, type Display } from './display.ts';

/**
 * What a platform shows on its wall today; null where there is no display, or the token is not its own.
 *
 * @param db anybody's: the token alone decides, and nothing of a session enters.
 */
export async function findDisplay(
	db: Db,
	platformId: string,
	token: string | null
): Promise<Display | null> {
	const { data, error } = await db.rpc('platform_display', {
		platform_id: platformId,
		...(token !== null && { token })
	});
	if (error?.message === 'display_not_found') return null;
	if (error) throw error;
	return v.parse(displaySchema, data);
}

/** What a platform's staff has decided about its display, with the token of its address. */
export async function findDisplaySettings(db: Db, platformId: string) {
	const settings = await read(
		db
			.from('platform_displays')
			.select('is_public, shows_organisations')
			.eq('platform_id', platformId)
			.maybeSingle()
	);
	if (!settings) return null;
	const token: string = await read(db.rpc('display_token', { platform_id: platformId }));
	return { ...settings, token };
}
