import { error } from '@sveltejs/kit';
import { listRoles } from '#lib/bookings/queries.server.ts';
import { listPlatforms } from '#lib/ledger/queries.server.ts';
import * as m from '#lib/paraglide/messages.js';
import { requireClaims } from '#lib/server/auth.ts';
import { compareUsage } from '#lib/usage/queries.server.ts';
import { readMonths } from '#lib/usage/usage-window.ts';
import type { PageServerLoad } from './$types';

const READERS = ['evaluator', 'administrator'];

export const load: PageServerLoad = async (event) => {
	const { supabase } = event.locals;
	const roles = await listRoles(supabase, requireClaims(event));
	if (!roles.some(({ role }) => READERS.includes(role)))
		error(403, m.ledger_evaluation_forbidden());

	const { begin, end } = readMonths(event.url.searchParams, new Date());
	const [figures, platforms] = await Promise.all([
		compareUsage(supabase, begin, end),
		listPlatforms(supabase)
	]);
	const rows = platforms.flatMap((platform) =>
		figures
			.filter(({ platform_id }) => platform_id === platform.id)
			.map((used) => ({ platform, ...used }))
	);
	return { begin, end, rows };
};
