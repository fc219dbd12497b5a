import { randomUUID } from 'node:crypto';
import { error, fail, redirect } from '@sveltejs/kit';
import { createAccessToken, revokeAccessToken } from '#lib/access-tokens/commands.server.ts';
import { listAgentTokens } from '#lib/access-tokens/queries.server.ts';
import { agentTokenSchema, tokenIdSchema } from '#lib/access-tokens/token-schema.ts';
import { findStaffedInstrument } from '#lib/bookings/lab-queries.server.ts';
import { link } from '#lib/i18n/link.ts';
import * as m from '#lib/paraglide/messages.js';
import { requireManagedPlatform } from '#lib/platforms/managed-platform.server.ts';
import { requireClaims } from '#lib/server/auth.ts';
import { env } from '#lib/server/env.ts';
import { setFlash } from '#lib/server/flash.ts';
import { openForm, readForm, refuseForm, rejectForm } from '#lib/ui/form/form.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const { supabase } = event.locals;
	const { platforms } = await event.parent();
	const found = await findStaffedInstrument(supabase, event.params.id, platforms);
	if (!found) error(404, m.error_not_found_title());
	const [tokens] = await Promise.all([
		listAgentTokens(supabase, found.instrument.id),
		requireManagedPlatform(supabase, requireClaims(event), found.platform.id)
	]);
	const idempotencyKey = randomUUID();
	return {
		...found,
		tokens,
		now: new Date(),
		origin: env().ORIGIN ?? event.url.origin,
		idempotencyKey,
		form: await openForm(agentTokenSchema, { days: '', idempotency_key: idempotencyKey })
	};
};

export const actions: Actions = {
	create: async ({ request, params, locals }) => {
		const form = await readForm(request, agentTokenSchema);
		if (!form.valid) return rejectForm(form);

		const { name, days, idempotency_key: idempotencyKey } = form.data;
		const outcome = await createAccessToken(
			locals.supabase,
			{
				name,
				scopes: ['check_in'],
				days: days === '' ? null : Number(days),
				instrumentId: params.id,
				idempotencyKey
			},
			new Date()
		);
		if (!outcome.ok) {
			return refuseForm(form, { title: outcome.message }, outcome.status === 403 ? 403 : 422);
		}
		return { form, made: outcome.made };
	},

	revoke: async ({ request, params, locals, cookies }) => {
		const { data, valid } = await readForm(request, tokenIdSchema);
		if (!valid) return fail(400);
		const outcome = await revokeAccessToken(locals.supabase, data.token_id);
		if (!outcome.ok) {
			return fail(outcome.status, { refused: { id: data.token_id, message: outcome.message } });
		}
		setFlash(cookies, { tone: 'ok', text: m.token_was_revoked({ name: outcome.name }) });
		redirect(303, link('/(app)/lab/instruments/[id=uuid]/agents', { id: params.id }));
	}
};
