import { error, fail } from '@sveltejs/kit';
import * as v from 'valibot';
import { listStaffedPlatforms } from '#lib/bookings/lab-queries.server.ts';
import { chosenFileSchema, previewedFileSchema } from '#lib/import/upload-schema.ts';
import * as m from '#lib/paraglide/messages.js';
import { getLocale } from '#lib/paraglide/runtime.js';
import { requireClaims } from '#lib/server/auth.ts';
import { importUseLog } from '#lib/use-log/import-use-log.server.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

export const load: PageServerLoad = async (event) => ({ platform: await getPlatform(event) });

export const actions: Actions = {
	preview: async (event) => {
		const sent = v.safeParse(chosenFileSchema, Object.fromEntries(await event.request.formData()));
		if (!sent.success) return fail(400, { refused: m.use_log_file_wrong() });

		const { file } = sent.output;
		const bytes = new Uint8Array(await file.arrayBuffer());
		const outcome = await take(event, { bytes, fileName: file.name, isDryRun: true });
		if (!outcome.ok) return fail(422, { refused: outcome.message });
		// The page holds the file until it is confirmed: nothing of it is kept here.
		const content = Buffer.from(bytes).toString('base64');
		return { report: outcome.report, name: file.name, preview: { content } };
	},

	confirm: async (event) => {
		const sent = v.safeParse(
			previewedFileSchema,
			Object.fromEntries(await event.request.formData())
		);
		if (!sent.success) return fail(400, { refused: m.use_log_file_wrong() });

		const { name, content: bytes } = sent.output;
		const outcome = await take(event, { bytes, fileName: name, isDryRun: false });
		if (!outcome.ok) return fail(422, { refused: outcome.message });
		return { report: outcome.report, name, preview: null };
	}
};

async function take(
	event: RequestEvent,
	upload: { bytes: Uint8Array; fileName: string; isDryRun: boolean }
) {
	const platform = await getPlatform(event);
	return importUseLog(event.locals.supabase, { ...upload, platform, language: getLocale() });
}

async function getPlatform(event: RequestEvent) {
	const platforms = await listStaffedPlatforms(event.locals.supabase, requireClaims(event));
	const platform = platforms.find(({ id }) => id === event.params.id);
	if (!platform) error(404, m.error_not_found_title());
	return platform;
}
