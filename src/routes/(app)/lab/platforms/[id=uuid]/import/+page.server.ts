import { randomUUID } from 'node:crypto';
import { fail } from '@sveltejs/kit';
import * as v from 'valibot';
import { importReportSchema } from '#lib/import/import-report.ts';
import { importUpload } from '#lib/import/import-upload.server.ts';
import { followImport, readImportProgress } from '#lib/import/progress.server.ts';
import { confirmSchema, uploadSchema } from '#lib/import/upload-schema.ts';
import * as m from '#lib/paraglide/messages.js';
import { getLocale } from '#lib/paraglide/runtime.js';
import { requireManagedPlatform } from '#lib/platforms/managed-platform.server.ts';
import { requireClaims } from '#lib/server/auth.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

export const load: PageServerLoad = async (event) => {
	const platform = await getPlatform(event);
	const progress = await readImportProgress(
		event.locals.supabase,
		platform.id,
		'catalogue',
		importReportSchema
	);
	return { platform, progress };
};

export const actions: Actions = {
	preview: async (event) => {
		const platform = await getPlatform(event);
		const sent = v.safeParse(uploadSchema, Object.fromEntries(await event.request.formData()));
		if (!sent.success) return fail(400, { refused: m.import_file_wrong() });

		const { kind, file } = sent.output;
		const bytes = new Uint8Array(await file.arrayBuffer());
		const outcome = await importUpload(event.locals.supabase, {
			bytes,
			kind,
			platform,
			isDryRun: true,
			language: getLocale(),
			runId: randomUUID()
		});
		if (!outcome.ok) return fail(422, { refused: outcome.message });
		// The page holds the file until it is confirmed: nothing of it is kept here.
		const content = Buffer.from(bytes).toString('base64');
		return { report: outcome.report, name: file.name, preview: { kind, content } };
	},

	confirm: async (event) => {
		const platform = await getPlatform(event);
		const sent = v.safeParse(confirmSchema, Object.fromEntries(await event.request.formData()));
		if (!sent.success) return fail(400, { refused: m.import_file_wrong() });

		const { kind, name, rows, content: bytes } = sent.output;
		const { supabase } = event.locals;
		const language = getLocale();
		const outcome = await followImport(supabase, platform.id, { kind, name, rows }, (followed) =>
			importUpload(supabase, { bytes, kind, platform, isDryRun: false, language, ...followed })
		);
		if (!outcome.ok) return fail(422, { refused: outcome.message });
		return { report: outcome.report, name, preview: null };
	}
};

function getPlatform(event: RequestEvent) {
	return requireManagedPlatform(event.locals.supabase, requireClaims(event), event.params.id);
}
