import { fail, redirect } from '@sveltejs/kit';
import { link } from '#lib/i18n/link.ts';
import { acceptInvitation } from '#lib/memberships/commands.server.ts';
import { acceptSchema } from '#lib/memberships/membership-schema.ts';
import { findInvitation, listOwnedStartups } from '#lib/memberships/queries.server.ts';
import * as m from '#lib/paraglide/messages.js';
import { requireClaims } from '#lib/server/auth.ts';
import { setFlash } from '#lib/server/flash.ts';
import { readForm } from '#lib/ui/form/form.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params, locals, url }) => {
	const { supabase, claims } = locals;
	const invitation = await findInvitation(supabase, params.token);
	const isForStartup = invitation !== null && invitation.role === null && invitation.is_mine;
	return {
		invitation,
		startups: isForStartup && claims ? await listOwnedStartups(supabase, claims) : [],
		// Whoever has to sign up first comes back here, with the address that was invited.
		accountQuery: new URLSearchParams({
			next: url.pathname,
			...(invitation && { email: invitation.email })
		}).toString()
	};
};

export const actions: Actions = {
	default: async (event) => {
		requireClaims(event);
		const { data, valid } = await readForm(event.request, acceptSchema);
		if (!valid) return fail(400);

		const { supabase } = event.locals;
		const outcome = await acceptInvitation(
			supabase,
			event.params.token,
			data.organisation_id === '' ? null : data.organisation_id
		);
		if (!outcome.ok) return fail(outcome.status, { message: outcome.message });

		const { platform_id: platformId, role } = outcome.row;
		setFlash(event.cookies, {
			tone: 'ok',
			text: role === null ? m.invitation_accepted_residency() : m.invitation_accepted_role()
		});
		redirect(
			303,
			platformId === null
				? `${link('/profile')}#organisations`
				: `${link('/lab')}?${new URLSearchParams({ platform: platformId }).toString()}`
		);
	}
};
