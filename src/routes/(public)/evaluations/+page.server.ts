import { listEvaluations } from '#lib/evaluation/results.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { supabase } }) => ({
	evaluations: await listEvaluations(supabase)
});
