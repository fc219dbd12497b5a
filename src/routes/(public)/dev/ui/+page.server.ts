import { error } from '@sveltejs/kit';
import * as m from '#lib/paraglide/messages.js';
import { canReadDevMail } from '#lib/server/dev-mail.ts';
import type { PageServerLoad } from './$types';

/** For who works on the site, where its mail may be read: at the machine itself. */
export const load: PageServerLoad = (event) => {
	if (!canReadDevMail(event)) error(404, m.error_not_found_title());
};
