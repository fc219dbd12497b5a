import * as v from 'valibot';
import { id, readQuery, requirePerson, wrongOrder } from '#lib/api/input.ts';
import { api, notFound, Problem, problemOfRefusal } from '#lib/api/problem.ts';
import * as m from '#lib/paraglide/messages.js';
import { findPlatform } from '#lib/platforms/queries.server.ts';
import { toRefusal } from '#lib/server/database-error.ts';
import { givenMonths, REPORT_IDS, REPORTS, type ReportHead } from '#lib/usage/counter-report.ts';
import { addMonths, currentMonth, toMonth } from '#lib/usage/months.ts';
import { findAvailableMonths, streamReport } from '#lib/usage/report.server.ts';

/** Ten years: more would make rows of no use to anybody. */
const MAX_MONTHS = 120;

const month = v.pipe(
	v.string(),
	v.transform(toMonth),
	v.string(() => m.usage_api_month_expected())
);
const query = v.object({
	begin_date: month,
	end_date: month,
	platform: v.optional(id),
	format: v.optional(
		v.picklist(['tsv', 'json'], () => m.usage_api_format_expected()),
		'tsv'
	)
});

const TYPES = { tsv: 'text/tab-separated-values; charset=utf-8', json: 'application/json' };

/** A report counted by COUNTER R5.1 rules: of a platform for its people, of all for evaluators. */
export const GET = api(async (event) => {
	requirePerson(event);
	const reportId = REPORT_IDS.find((known) => known === event.params['report']);
	if (reportId === undefined) throw notFound();
	const { begin_date, end_date, platform: platformId, format } = readQuery(event.url, query);
	if (end_date < begin_date) throw wrongOrder('end_date', end_date, begin_date);
	if (begin_date >= currentMonth(new Date()) || addMonths(begin_date, MAX_MONTHS) <= end_date) {
		throw new Problem({
			status: 422,
			key: 'report_dates_invalid',
			title: m.usage_api_dates_invalid()
		});
	}

	const { supabase } = event.locals;
	const [platform, available] = await Promise.all([
		platformId === undefined ? null : findPlatform(supabase, platformId),
		findAvailableMonths(supabase)
	]);
	if (platformId !== undefined && !platform) throw notFound();

	const asked = { begin: begin_date, end: end_date };
	const head: ReportHead = {
		id: reportId,
		asked,
		...givenMonths(asked, available),
		platform: platform?.name ?? null,
		origin: event.url.origin,
		createdAt: new Date()
	};
	const name = `${REPORTS[reportId].id}_${begin_date.slice(0, 7)}_${end_date.slice(0, 7)}.${format}`;
	try {
		const stream = await streamReport(supabase, head, platform?.id ?? null, format);
		return new Response(stream, {
			headers: {
				'Content-Type': TYPES[format],
				'Content-Disposition': `attachment; filename="${name}"`
			}
		});
	} catch (failure) {
		if (isPostgrestError(failure)) throw problemOfRefusal(toRefusal(failure));
		throw failure;
	}
});

function isPostgrestError(failure: unknown): failure is Parameters<typeof toRefusal>[0] {
	return (
		typeof failure === 'object' && failure !== null && 'code' in failure && 'details' in failure
	);
}
