import type { RequestEvent } from '@sveltejs/kit';
import { listRoles } from '#lib/bookings/queries.server.ts';
import { requireClaims } from '#lib/server/auth.ts';

const EVALUATORS = ['evaluator', 'administrator'];

/** Whether the person asking runs evaluations. */
export async function runsEvaluations(event: RequestEvent): Promise<boolean> {
	const roles = await listRoles(event.locals.supabase, requireClaims(event));
	return roles.some(({ role }) => EVALUATORS.includes(role));
}
