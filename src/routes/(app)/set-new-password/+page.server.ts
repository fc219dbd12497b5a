import { redirect } from '@sveltejs/kit';
import { link } from '#lib/i18n/link.ts';
import * as m from '#lib/paraglide/messages.js';
import { newPasswordSchema } from '#lib/people/account-schema.ts';
import { refuseByAuth } from '#lib/people/refuse-by-auth.server.ts';
import { requireClaims, wasJustRecovered } from '#lib/server/auth.ts';
import { setFlash } from '#lib/server/flash.ts';
import { createAuthClient } from '#lib/server/supabase.ts';
import { openForm, readForm, rejectForm } from '#lib/ui/form/form.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	// A session that began with a password has to name it, which the profile asks for.
	if (!wasJustRecovered(requireClaims(event))) redirect(303, link('/profile'));

	return { form: await openForm(newPasswordSchema) };
};

export const actions: Actions = {
	default: async (event) => {
		if (!wasJustRecovered(requireClaims(event))) redirect(303, link('/profile'));

		const form = await readForm(event.request, newPasswordSchema);
		if (!form.valid) return rejectForm(form);

		const auth = createAuthClient(event);
		const { error } = await auth.updateUser({ password: form.data.password });
		if (error) return refuseByAuth(form, error);

		// Whoever else was signed in may be the reason for the new password.
		await auth.signOut({ scope: 'others' });
		setFlash(event.cookies, { tone: 'ok', text: m.password_changed() });
		redirect(303, link('/'));
	}
};
