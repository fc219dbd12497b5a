import { listToday } from '#lib/bookings/queries.server.ts';
import { requireClaims } from '#lib/server/auth.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const now = new Date();
	return { bookings: await listToday(event.locals.supabase, requireClaims(event), now), now };
};
