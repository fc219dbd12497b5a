import { redirect } from '@sveltejs/kit';
import { link } from '#lib/i18n/link.ts';
import { getLocale } from '#lib/paraglide/runtime.js';
import { signUpSchema } from '#lib/people/account-schema.ts';
import { toConfirmationAddress } from '#lib/people/confirmation-address.server.ts';
import { refuseByAuth } from '#lib/people/refuse-by-auth.server.ts';
import { toSafePath } from '#lib/server/safe-path.ts';
import { createAuthClient } from '#lib/server/supabase.ts';
import { openForm, readForm, rejectForm } from '#lib/ui/form/form.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
	const next = toSafePath(url.searchParams.get('next'));
	if (locals.claims) redirect(303, next ?? link('/'));

	// An invitation says for which address it is.
	const email = url.searchParams.get('email') ?? '';
	return { form: await openForm(signUpSchema, { email }), next };
};

export const actions: Actions = {
	default: async (event) => {
		const form = await readForm(event.request, signUpSchema);
		if (!form.valid) return rejectForm(form);

		const { name, email, password } = form.data;
		const next = toSafePath(event.url.searchParams.get('next')) ?? link('/');
		const { data, error } = await createAuthClient(event).signUp({
			email,
			password,
			options: {
				data: { name, language: getLocale() },
				emailRedirectTo: toConfirmationAddress(event.url, next)
			}
		});
		if (error) return refuseByAuth(form, error);

		// Without a session the address has to be confirmed first. An address that is registered
		// already gets the same answer, so that nobody can try out who has an account.
		if (data.session) redirect(303, next);
		redirect(303, `${link('/confirm-email')}?${new URLSearchParams({ email }).toString()}`);
	}
};
