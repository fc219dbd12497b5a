import { error } from '@sveltejs/kit';
import { findReport, issueReport, saveReport } from '#lib/annual-report/queries.server.ts';
import { issueSchema, textsSchema } from '#lib/annual-report/report-schema.ts';
import { listRoles } from '#lib/bookings/queries.server.ts';
import { link } from '#lib/i18n/link.ts';
import * as m from '#lib/paraglide/messages.js';
import { requireClaims } from '#lib/server/auth.ts';
import { act } from '#lib/ui/action-form/act.server.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

const READERS = ['evaluator', 'administrator'];

export const load: PageServerLoad = async (event) => {
	const { supabase } = event.locals;
	const roles = await listRoles(supabase, requireClaims(event));
	if (!roles.some(({ role }) => READERS.includes(role)))
		error(403, m.ledger_evaluation_forbidden());

	const report = await findReport(supabase, event.params.id);
	if (report === null) error(404, m.error_not_found_title());
	return { report };
};

export const actions: Actions = {
	save: act(
		'save',
		textsSchema,
		async ({ locals, params }: RequestEvent, sent) => {
			const report = await findReport(locals.supabase, params.id);
			if (report === null) error(404, m.error_not_found_title());
			return saveReport(locals.supabase, report, sent);
		},
		() => m.annual_saved(),
		({ id }) => link('/(app)/evaluation/reports/[id=uuid]', { id })
	),
	issue: act(
		'issue',
		issueSchema,
		({ locals, params }: RequestEvent) => issueReport(locals.supabase, params.id),
		() => m.annual_issued_now()
	)
};
