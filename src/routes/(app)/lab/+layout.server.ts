import { error } from '@sveltejs/kit';
import { listStaffedPlatforms } from '#lib/bookings/lab-queries.server.ts';
import * as m from '#lib/paraglide/messages.js';
import { requireClaims } from '#lib/server/auth.ts';
import type { LayoutServerLoad } from './$types';

/**
 * Keeps everybody out but the people of a platform. Actions do not pass here: what they do is
 * decided by the database's functions, which ask the same.
 */
export const load: LayoutServerLoad = async (event) => {
	const platforms = await listStaffedPlatforms(event.locals.supabase, requireClaims(event));
	if (platforms.length === 0) error(403, m.lab_forbidden());
	return { platforms };
};
