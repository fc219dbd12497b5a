import { randomUUID } from 'node:crypto';
import { memberActions } from '#lib/memberships/member-actions.server.ts';
import { inviteSchema } from '#lib/memberships/membership-schema.ts';
import { listInvitations, listMembers } from '#lib/memberships/queries.server.ts';
import { requireManagedPlatform } from '#lib/platforms/managed-platform.server.ts';
import { requireClaims } from '#lib/server/auth.ts';
import { openForm } from '#lib/ui/form/form.server.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

export const load: PageServerLoad = async (event) => {
	const claims = requireClaims(event);
	const { supabase } = event.locals;
	const { id } = event.params;
	const [platform, members, invitations] = await Promise.all([
		requireManagedPlatform(supabase, claims, id),
		listMembers(supabase, { platformId: id }),
		listInvitations(supabase, { platformId: id })
	]);
	const idempotencyKey = randomUUID();
	return {
		platform,
		members,
		invitations,
		personId: claims.sub,
		now: new Date(),
		idempotencyKey,
		inviteForm: await openForm(inviteSchema, {
			role: 'technician',
			idempotency_key: idempotencyKey
		})
	};
};

export const actions: Actions = memberActions(async (event: RequestEvent) => {
	const { supabase } = event.locals;
	const platform = await requireManagedPlatform(supabase, requireClaims(event), event.params.id);
	return { organisationId: platform.organisation_id, platformId: platform.id };
});
