import { randomUUID } from 'node:crypto';
import { fail, redirect } from '@sveltejs/kit';
import { createAccessToken, revokeAccessToken } from '#lib/access-tokens/commands.server.ts';
import { listTokens } from '#lib/access-tokens/queries.server.ts';
import { tokenIdSchema, tokenSchema } from '#lib/access-tokens/token-schema.ts';
import { scopesFor } from '#lib/access-tokens/token-scope.ts';
import { listRoles } from '#lib/bookings/queries.server.ts';
import { link } from '#lib/i18n/link.ts';
import * as m from '#lib/paraglide/messages.js';
import { requireClaims } from '#lib/server/auth.ts';
import { env } from '#lib/server/env.ts';
import { setFlash } from '#lib/server/flash.ts';
import { openForm, readForm, refuseForm, rejectForm } from '#lib/ui/form/form.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const claims = requireClaims(event);
	const { supabase } = event.locals;
	const [tokens, roles] = await Promise.all([
		listTokens(supabase, claims),
		listRoles(supabase, claims)
	]);
	const idempotencyKey = randomUUID();
	return {
		tokens,
		scopes: scopesFor(roles.map(({ role }) => role)),
		now: new Date(),
		origin: env().ORIGIN ?? event.url.origin,
		idempotencyKey,
		form: await openForm(tokenSchema, { days: '90', idempotency_key: idempotencyKey })
	};
};

export const actions: Actions = {
	create: async ({ request, locals }) => {
		const form = await readForm(request, tokenSchema);
		if (!form.valid) return rejectForm(form);

		const { name, scopes, days, idempotency_key: idempotencyKey } = form.data;
		const outcome = await createAccessToken(
			locals.supabase,
			{ name, scopes, days: Number(days), idempotencyKey },
			new Date()
		);
		if (!outcome.ok) return refuseForm(form, { title: outcome.message }, 422);
		return { form, made: outcome.made };
	},

	revoke: async ({ request, locals, cookies }) => {
		const { data, valid } = await readForm(request, tokenIdSchema);
		if (!valid) return fail(400);
		const outcome = await revokeAccessToken(locals.supabase, data.token_id);
		if (!outcome.ok) {
			return fail(outcome.status, { refused: { id: data.token_id, message: outcome.message } });
		}
		setFlash(cookies, { tone: 'ok', text: m.token_was_revoked({ name: outcome.name }) });
		redirect(303, link('/profile/tokens'));
	}
};
