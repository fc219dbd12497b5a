import { redirect } from '@sveltejs/kit';
import { link } from '#lib/i18n/link.ts';
import { baseLocale, getLocale, localizeHref } from '#lib/paraglide/runtime.js';
import { signInSchema } from '#lib/people/account-schema.ts';
import { findLanguage } from '#lib/people/person.server.ts';
import { refuseByAuth } from '#lib/people/refuse-by-auth.server.ts';
import { toSafePath } from '#lib/server/safe-path.ts';
import { createAuthClient, createSessionClient } from '#lib/server/supabase.ts';
import { openForm, readForm, rejectForm } from '#lib/ui/form/form.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
	const next = toSafePath(url.searchParams.get('next'));
	if (locals.claims) redirect(303, next ?? link('/'));

	// An invitation says for which address it is.
	const email = url.searchParams.get('email') ?? '';
	return { form: await openForm(signInSchema, { email }), next };
};

export const actions: Actions = {
	default: async (event) => {
		const form = await readForm(event.request, signInSchema);
		if (!form.valid) return rejectForm(form);

		const { data, error } = await createAuthClient(event).signInWithPassword(form.data);
		if (error) return refuseByAuth(form, error);

		const next = toSafePath(event.url.searchParams.get('next')) ?? link('/');
		// English in the address was chosen; Chinese may only be where everybody begins.
		const locale =
			getLocale() === baseLocale
				? await findLanguage(createSessionClient(event), data.user.id)
				: getLocale();
		redirect(303, localizeHref(next, { locale }));
	}
};
