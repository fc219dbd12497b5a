import { link } from '#lib/i18n/link.ts';
import * as m from '#lib/paraglide/messages.js';
import { emailSchema } from '#lib/people/account-schema.ts';
import { toConfirmationAddress } from '#lib/people/confirmation-address.server.ts';
import { refuseByAuth } from '#lib/people/refuse-by-auth.server.ts';
import { createAuthClient } from '#lib/server/supabase.ts';
import { acceptForm, openForm, readForm, rejectForm } from '#lib/ui/form/form.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async () => ({ form: await openForm(emailSchema) });

export const actions: Actions = {
	default: async (event) => {
		const form = await readForm(event.request, emailSchema);
		if (!form.valid) return rejectForm(form);

		const { error } = await createAuthClient(event).resetPasswordForEmail(form.data.email, {
			redirectTo: toConfirmationAddress(event.url, link('/set-new-password'))
		});
		if (error) return refuseByAuth(form, error);

		return acceptForm(form, { title: m.recover_sent(), text: m.recover_sent_text() });
	}
};
