import { error } from '@sveltejs/kit';
import { findReport } from '#lib/annual-report/queries.server.ts';
import { writeMarkdown } from '#lib/annual-report/report-file.ts';
import { attachment } from '#lib/files/content-disposition.ts';
import * as m from '#lib/paraglide/messages.js';
import type { RequestHandler } from './$types';

/** An annual report as Markdown, in Chinese as it is handed in. */
export const GET: RequestHandler = async ({ locals, params }) => {
	const report = await findReport(locals.supabase, params.id);
	if (report === null) error(404, m.error_not_found_title());
	const name = `${report.city ?? '全省'}-${report.year}-v${report.version}.md`;
	return new Response(writeMarkdown(report), {
		headers: {
			'Content-Type': 'text/markdown; charset=utf-8',
			'Content-Disposition': attachment(name),
			'Cache-Control': 'private, no-store'
		}
	});
};
