import { randomUUID } from 'node:crypto';
import { error, fail } from '@sveltejs/kit';
import {
	endResidency,
	inviteResident,
	withdrawInvitation
} from '#lib/memberships/commands.server.ts';
import { pageStatus, refuseRow, sayAndShow } from '#lib/memberships/member-actions.server.ts';
import {
	invitationIdSchema,
	inviteResidentSchema,
	residencyIdSchema
} from '#lib/memberships/membership-schema.ts';
import {
	listResidentInvitations,
	listResidents,
	requireOwnedOrganisation
} from '#lib/memberships/queries.server.ts';
import * as m from '#lib/paraglide/messages.js';
import { requireClaims } from '#lib/server/auth.ts';
import {
	acceptForm,
	openForm,
	readForm,
	refuseForm,
	rejectForm
} from '#lib/ui/form/form.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const { supabase } = event.locals;
	const { id } = event.params;
	const [{ organisation }, residents, invitations] = await Promise.all([
		requireOwnedOrganisation(supabase, requireClaims(event), id),
		listResidents(supabase, id),
		listResidentInvitations(supabase, id)
	]);
	if (organisation.kind !== 'makerspace') error(404, m.error_not_found_title());

	const idempotencyKey = randomUUID();
	return {
		organisation,
		residents,
		invitations,
		now: new Date(),
		idempotencyKey,
		inviteForm: await openForm(inviteResidentSchema, { idempotency_key: idempotencyKey })
	};
};

export const actions: Actions = {
	invite: async ({ request, params, locals }) => {
		const form = await readForm(request, inviteResidentSchema);
		if (!form.valid) return rejectForm(form);

		const outcome = await inviteResident(locals.supabase, {
			makerspaceId: params.id,
			email: form.data.email,
			idempotencyKey: form.data.idempotency_key
		});
		if (!outcome.ok) return refuseForm(form, { title: outcome.message }, pageStatus(outcome));
		return acceptForm(form, {
			title: m.invitation_sent({ email: outcome.row.email }),
			text: m.invitation_sent_text()
		});
	},

	withdraw: async (event) => {
		const { data, valid } = await readForm(event.request, invitationIdSchema);
		if (!valid) return fail(400);
		const outcome = await withdrawInvitation(event.locals.supabase, data.invitation_id);
		if (!outcome.ok) return refuseRow(data.invitation_id, outcome);
		sayAndShow(event, m.invitation_withdrawn({ email: outcome.row.email }));
	},

	'end-residency': async (event) => {
		const { data, valid } = await readForm(event.request, residencyIdSchema);
		if (!valid) return fail(400);
		const outcome = await endResidency(event.locals.supabase, data.residency_id);
		if (!outcome.ok) return refuseRow(data.residency_id, outcome);
		sayAndShow(event, m.residency_ended());
	}
};
