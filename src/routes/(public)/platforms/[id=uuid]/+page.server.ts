import { error } from '@sveltejs/kit';
import { findLastGrade } from '#lib/evaluation/results.server.ts';
import * as m from '#lib/paraglide/messages.js';
import { countResources, findContact, findPlatform } from '#lib/platforms/queries.server.ts';
import { listCourses } from '#lib/training/queries.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params, locals: { supabase, claims } }) => {
	const [platform, counts, contact, courses, lastGrade] = await Promise.all([
		findPlatform(supabase, params.id),
		countResources(supabase, params.id),
		claims ? findContact(supabase, params.id) : null,
		listCourses(supabase, params.id, new Date()),
		findLastGrade(supabase, params.id)
	]);
	if (!platform) error(404, m.error_not_found_title());

	return { platform, counts, contact, courses, lastGrade };
};
