import { fail } from '@sveltejs/kit';
import * as v from 'valibot';
import { requireStaffedPlatform } from '#lib/bookings/lab-queries.server.ts';
import { followImport, readImportProgress } from '#lib/import/progress.server.ts';
import { chosenFileSchema, previewedFileSchema } from '#lib/import/upload-schema.ts';
import * as m from '#lib/paraglide/messages.js';
import { getLocale } from '#lib/paraglide/runtime.js';
import { requireClaims } from '#lib/server/auth.ts';
import { importUseLog } from '#lib/use-log/import-use-log.server.ts';
import { useLogReportSchema } from '#lib/use-log/use-log-report.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

export const load: PageServerLoad = async (event) => {
	const platform = await getPlatform(event);
	const progress = await readImportProgress(
		event.locals.supabase,
		platform.id,
		'use_log',
		useLogReportSchema
	);
	return { platform, progress };
};

export const actions: Actions = {
	preview: async (event) => {
		const platform = await getPlatform(event);
		const sent = v.safeParse(chosenFileSchema, Object.fromEntries(await event.request.formData()));
		if (!sent.success) return fail(400, { refused: m.use_log_file_wrong() });

		const { file } = sent.output;
		const bytes = new Uint8Array(await file.arrayBuffer());
		const outcome = await importUseLog(event.locals.supabase, {
			bytes,
			fileName: file.name,
			platform,
			isDryRun: true,
			language: getLocale()
		});
		if (!outcome.ok) return fail(422, { refused: outcome.message });
		// The page holds the file until it is confirmed: nothing of it is kept here.
		const content = Buffer.from(bytes).toString('base64');
		return { report: outcome.report, name: file.name, preview: { content } };
	},

	confirm: async (event) => {
		const platform = await getPlatform(event);
		const sent = v.safeParse(
			previewedFileSchema,
			Object.fromEntries(await event.request.formData())
		);
		if (!sent.success) return fail(400, { refused: m.use_log_file_wrong() });

		const { name, rows, content: bytes } = sent.output;
		const { supabase } = event.locals;
		const file = { kind: 'use_log', name, rows } as const;
		const language = getLocale();
		const outcome = await followImport(supabase, platform.id, file, ({ onBatch }) =>
			importUseLog(supabase, {
				bytes,
				fileName: name,
				platform,
				isDryRun: false,
				language,
				onBatch
			})
		);
		if (!outcome.ok) return fail(422, { refused: outcome.message });
		return { report: outcome.report, name, preview: null };
	}
};

function getPlatform(event: RequestEvent) {
	return requireStaffedPlatform(event.locals.supabase, requireClaims(event), event.params.id);
}
