import { error } from '@sveltejs/kit';
import { listStaffedPlatforms } from '#lib/bookings/lab-queries.server.ts';
import { ANY_PLATFORM } from '#lib/navigation/place.ts';
import { labPlaces } from '#lib/navigation/places.ts';
import * as m from '#lib/paraglide/messages.js';
import { listManagedIds } from '#lib/platforms/managed-platform.server.ts';
import { requireClaims } from '#lib/server/auth.ts';
import type { LayoutServerLoad } from './$types';

/**
 * Keeps everybody out but the people of a platform. Actions do not pass here: what they do is
 * decided by the database's functions, which ask the same.
 */
export const load: LayoutServerLoad = async (event) => {
	const { supabase } = event.locals;
	const claims = requireClaims(event);
	const platforms = await listStaffedPlatforms(supabase, claims);
	if (platforms.length === 0) error(403, m.lab_forbidden());
	return {
		platforms,
		managedIds: await listManagedIds(supabase, claims, platforms),
		labPlaces: {
			manager: labPlaces(ANY_PLATFORM, true),
			technician: labPlaces(ANY_PLATFORM, false)
		}
	};
};
