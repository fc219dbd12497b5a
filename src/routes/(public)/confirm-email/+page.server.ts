import { link } from '#lib/i18n/link.ts';
import * as m from '#lib/paraglide/messages.js';
import { emailSchema } from '#lib/people/account-schema.ts';
import { toConfirmationAddress } from '#lib/people/confirmation-address.server.ts';
import { refuseByAuth } from '#lib/people/refuse-by-auth.server.ts';
import { createAuthClient } from '#lib/server/supabase.ts';
import { acceptForm, openForm, readForm, rejectForm } from '#lib/ui/form/form.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ url }) => {
	const sentTo = url.searchParams.get('email');
	return { form: await openForm(emailSchema, { email: sentTo ?? '' }), sentTo };
};

export const actions: Actions = {
	default: async (event) => {
		const form = await readForm(event.request, emailSchema);
		if (!form.valid) return rejectForm(form);

		const { error } = await createAuthClient(event).resend({
			type: 'signup',
			email: form.data.email,
			options: { emailRedirectTo: toConfirmationAddress(event.url, link('/')) }
		});
		if (error) return refuseByAuth(form, error);

		return acceptForm(form, { title: m.confirm_email_sent(), text: m.confirm_email_sent_text() });
	}
};
