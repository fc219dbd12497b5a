import { findViewer } from '#lib/people/viewer.server.ts';
import { env } from '#lib/server/env.ts';
import { takeFlash } from '#lib/server/flash.ts';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = async ({ locals, cookies }) => ({
	viewer: locals.claims ? await findViewer(locals.supabase, locals.claims) : null,
	flash: takeFlash(cookies),
	devMailUrl: env().DEV_MAIL_URL ?? null
});
