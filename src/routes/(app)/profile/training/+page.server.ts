import { requireClaims } from '#lib/server/auth.ts';
import { listEnrolments, listQualifications } from '#lib/training/queries.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const { sub } = requireClaims(event);
	const now = new Date();
	const [qualifications, enrolments] = await Promise.all([
		listQualifications(event.locals.supabase, sub),
		listEnrolments(event.locals.supabase, sub, now)
	]);
	return { qualifications, enrolments, now };
};
