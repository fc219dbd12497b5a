import { countByKind, listSoonFree } from '#lib/catalogue/search.server.ts';
import { listDesignationKinds } from '#lib/platforms/queries.server.ts';
import type { PageServerLoad } from './$types';

const SLOTS_SHOWN = 6;

export const load: PageServerLoad = async ({ locals: { supabase } }) => {
	const [kinds, slots, designationKinds] = await Promise.all([
		countByKind(supabase),
		listSoonFree(supabase, SLOTS_SHOWN),
		listDesignationKinds(supabase)
	]);
	return { kinds, slots, designationKinds: designationKinds.filter(({ count }) => count > 0) };
};
