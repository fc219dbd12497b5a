import { error } from '@sveltejs/kit';
import { listCycles } from '#lib/evaluation/cycle-queries.server.ts';
import { runsEvaluations } from '#lib/evaluation/evaluators.server.ts';
import * as m from '#lib/paraglide/messages.js';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	if (!(await runsEvaluations(event))) error(403, m.ledger_evaluation_forbidden());
	return { cycles: await listCycles(event.locals.supabase) };
};
