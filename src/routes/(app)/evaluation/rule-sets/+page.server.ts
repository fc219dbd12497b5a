import { listRuleSets } from '#lib/evaluation/queries.server.ts';
import type { PageServerLoad } from './$types';

/** What platforms are judged by is everybody's to know who signs in, labs too. */
export const load: PageServerLoad = async ({ locals: { supabase } }) => ({
	ruleSets: await listRuleSets(supabase)
});
