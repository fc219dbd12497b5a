import { version as build } from '$app/environment';
import * as v from 'valibot';
import { readQuery } from '#lib/api/input.ts';
import { api, notFound, Problem } from '#lib/api/problem.ts';
import { RESULT_FORMS } from '#lib/evaluation/result-table.ts';
import { findEvaluation, findResult } from '#lib/evaluation/results.server.ts';
import * as m from '#lib/paraglide/messages.js';
import { streamOf } from '#lib/server/stream-of.ts';

const query = v.object({
	format: v.optional(
		v.picklist(['json', 'csv', 'xlsx'], () => m.results_api_format()),
		'json'
	),
	version: v.optional(
		v.pipe(
			v.string(),
			v.regex(/^[1-9]\d{0,3}$/, () => m.results_api_version()),
			v.transform(Number)
		)
	)
});

/** A version of what an evaluation made public, the last unless one is named: the same bytes forever. */
export const GET = api(async ({ locals, params, request, url }) => {
	const { format, version } = readQuery(url, query);
	const evaluation = await findEvaluation(locals.supabase, params.code ?? '');
	if (!evaluation) throw notFound();
	const last = evaluation.versions.at(-1);
	if (!last) {
		throw new Problem({
			status: 404,
			key: 'evaluation_not_public',
			title: m.results_api_not_public(),
			detail: evaluation.state
		});
	}
	const result = await findResult(locals.supabase, evaluation.id, version ?? last.version);
	if (!result) throw notFound();

	// Names the build as well, since another one may write the same result differently.
	const tag = `"${result.digest}.${format}.${build}"`;
	const headers = {
		ETag: tag,
		// What was made public never changes; which version is the last does.
		'Cache-Control': version === undefined ? 'public, no-cache' : 'public, max-age=86400'
	};
	if (request.headers.get('if-none-match')?.includes(tag)) {
		return new Response(null, { status: 304, headers });
	}
	const { type, write } = RESULT_FORMS[format];
	const name = `yixiang-evaluation-${evaluation.code}-${result.document.version}.${format}`;
	return new Response(streamOf(write(result)), {
		headers: {
			...headers,
			'Content-Type': type,
			'Content-Disposition': `attachment; filename="${name}"`
		}
	});
});
