import { randomUUID } from 'node:crypto';
import { error, redirect } from '@sveltejs/kit';
import { literatureSchema } from '#lib/applications/application-schema.ts';
import { requestLiterature } from '#lib/applications/commands.server.ts';
import { findOwnOpen, findTerms } from '#lib/applications/queries.server.ts';
import { listBookingOrganisations } from '#lib/bookings/queries.server.ts';
import { link } from '#lib/i18n/link.ts';
import { listPurposes } from '#lib/ledger/queries.server.ts';
import { findLiteratureItem } from '#lib/literature/queries.server.ts';
import * as m from '#lib/paraglide/messages.js';
import { requireClaims } from '#lib/server/auth.ts';
import { act } from '#lib/ui/action-form/act.server.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

/** The last copy may be asked for again once it is no longer there. */
const DONE = ['expired'];

export const load: PageServerLoad = async (event) => {
	const claims = requireClaims(event);
	const { supabase } = event.locals;
	const item = await findLiteratureItem(supabase, event.params.id);
	if (!item || item.access !== 'delivery' || item.retired_at !== null) {
		error(404, m.error_not_found_title());
	}

	const [open, organisations, purposes, terms] = await Promise.all([
		findOwnOpen(supabase, claims.sub, { literature_item_id: item.id }),
		listBookingOrganisations(supabase, claims),
		listPurposes(supabase),
		findTerms(supabase, item.platform.id)
	]);
	if (open && !DONE.includes(open.stage ?? '')) {
		redirect(303, link('/(app)/applications/[id=uuid]', { id: open.id }));
	}
	return { item, organisations, purposes, terms, formKey: randomUUID() };
};

export const actions: Actions = {
	request: act(
		'request',
		literatureSchema,
		({ locals, params }: RequestEvent, sent) => requestLiterature(locals.supabase, params.id, sent),
		() => m.application_sent(),
		({ id }) => link('/(app)/applications/[id=uuid]', { id })
	)
};
