import { randomUUID } from 'node:crypto';
import { endResidency } from '#lib/memberships/commands.server.ts';
import { memberActions, refuseRow, sayAndShow } from '#lib/memberships/member-actions.server.ts';
import { rolesOfOrganisation } from '#lib/memberships/membership-role.ts';
import { inviteSchema, residencyIdSchema } from '#lib/memberships/membership-schema.ts';
import {
	listInvitations,
	listMembers,
	listResidencies,
	requireOwnedOrganisation
} from '#lib/memberships/queries.server.ts';
import * as m from '#lib/paraglide/messages.js';
import { requireClaims } from '#lib/server/auth.ts';
import { openForm, readForm } from '#lib/ui/form/form.server.ts';
import { fail } from '@sveltejs/kit';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

export const load: PageServerLoad = async (event) => {
	const claims = requireClaims(event);
	const { supabase } = event.locals;
	const { id } = event.params;
	const [{ organisation, isAdministrator }, members, invitations, residencies] = await Promise.all([
		requireOwnedOrganisation(supabase, claims, id),
		listMembers(supabase, { organisationId: id }),
		listInvitations(supabase, { organisationId: id }),
		listResidencies(supabase, id)
	]);
	const idempotencyKey = randomUUID();
	return {
		organisation,
		members,
		invitations,
		residencies,
		roles: rolesOfOrganisation(
			{ kind: organisation.kind, hasPlatforms: organisation.platforms.length > 0 },
			isAdministrator
		),
		personId: claims.sub,
		now: new Date(),
		idempotencyKey,
		inviteForm: await openForm(inviteSchema, { role: 'member', idempotency_key: idempotencyKey })
	};
};

export const actions: Actions = {
	...memberActions(({ params }: RequestEvent) => ({ organisationId: params.id, platformId: null })),

	'end-residency': async (event) => {
		const { data, valid } = await readForm(event.request, residencyIdSchema);
		if (!valid) return fail(400);
		const outcome = await endResidency(event.locals.supabase, data.residency_id);
		if (!outcome.ok) return refuseRow(data.residency_id, outcome);
		sayAndShow(event, m.residency_ended());
	}
};
