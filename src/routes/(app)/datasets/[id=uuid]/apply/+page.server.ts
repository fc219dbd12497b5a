import { randomUUID } from 'node:crypto';
import { error, redirect } from '@sveltejs/kit';
import { applyForData } from '#lib/applications/commands.server.ts';
import { dataSchema } from '#lib/applications/application-schema.ts';
import { findOwnOpen, findTerms } from '#lib/applications/queries.server.ts';
import { listBookingOrganisations } from '#lib/bookings/queries.server.ts';
import { findDataset } from '#lib/datasets/queries.server.ts';
import { link } from '#lib/i18n/link.ts';
import { listPurposes } from '#lib/ledger/queries.server.ts';
import * as m from '#lib/paraglide/messages.js';
import { requireClaims } from '#lib/server/auth.ts';
import { act } from '#lib/ui/action-form/act.server.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

export const load: PageServerLoad = async (event) => {
	const claims = requireClaims(event);
	const { supabase } = event.locals;
	const dataset = await findDataset(supabase, event.params.id);
	if (!dataset || dataset.access_level !== 'application' || dataset.retired_at !== null) {
		error(404, m.error_not_found_title());
	}

	const [open, organisations, purposes, terms] = await Promise.all([
		findOwnOpen(supabase, claims.sub, { dataset_id: dataset.id }),
		listBookingOrganisations(supabase, claims),
		listPurposes(supabase),
		findTerms(supabase, dataset.platform.id)
	]);
	if (open) redirect(303, link('/(app)/applications/[id=uuid]', { id: open.id }));
	return { dataset, organisations, purposes, terms, formKey: randomUUID() };
};

export const actions: Actions = {
	apply: act(
		'apply',
		dataSchema,
		({ locals, params }: RequestEvent, sent) => applyForData(locals.supabase, params.id, sent),
		({ status }) => (status === 'draft' ? m.application_draft_saved() : m.application_sent()),
		({ id }) => link('/(app)/applications/[id=uuid]', { id })
	)
};
