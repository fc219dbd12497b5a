import { findViewer } from '#lib/people/viewer.server.ts';
import { canReadDevMail } from '#lib/server/dev-mail.ts';
import { takeFlash } from '#lib/server/flash.ts';
import { readTheme } from '#lib/theme/theme-cookie.server.ts';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = async (event) => ({
	viewer: event.locals.claims ? await findViewer(event.locals.supabase, event.locals.claims) : null,
	theme: readTheme(event.cookies),
	flash: takeFlash(event.cookies),
	hasDevMail: canReadDevMail(event)
});
