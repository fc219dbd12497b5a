import { error } from '@sveltejs/kit';
import { listSubjects } from '#lib/catalogue/queries.server.ts';
import { findDataset } from '#lib/datasets/queries.server.ts';
import * as m from '#lib/paraglide/messages.js';
import { findContact } from '#lib/platforms/queries.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params, locals: { supabase, claims } }) => {
	const [dataset, subjects] = await Promise.all([
		findDataset(supabase, params.id),
		listSubjects(supabase)
	]);
	if (!dataset) error(404, m.error_not_found_title());

	return {
		dataset,
		subjects: subjects
			.filter(({ code }) => dataset.subject_codes.includes(code))
			.map(({ name }) => name),
		contact: claims ? await findContact(supabase, dataset.platform.id) : null
	};
};
