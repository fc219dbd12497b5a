import * as v from 'valibot';
import { flag, id, readQuery, requirePerson, text, wrongOrder } from '#lib/api/input.ts';
import { api, problemOfRefusal } from '#lib/api/problem.ts';
import { openReport } from '#lib/figures/queries.server.ts';
import { FORMS } from '#lib/figures/report-file.ts';
import { GROUPINGS } from '#lib/figures/report.ts';
import * as m from '#lib/paraglide/messages.js';
import { streamOf } from '#lib/server/stream-of.ts';
import { isCalendarDate } from '#lib/time/calendar-date.ts';

const day = v.pipe(
	v.string(() => m.figures_api_day()),
	v.check(isCalendarDate, () => m.figures_api_day())
);
const query = v.object({
	from: day,
	to: day,
	group_by: v.optional(
		v.picklist(GROUPINGS, () => m.figures_api_group()),
		'platform'
	),
	format: v.optional(
		v.picklist(['json', 'csv', 'xlsx'], () => m.figures_api_format()),
		'json'
	),
	platform: v.optional(id),
	city: v.optional(text),
	designation: v.optional(text),
	rated_by: v.optional(text, 'yearbook'),
	as_of: v.optional(day),
	bom: v.optional(flag, 'true')
});

/** Usage figures of a window of days, in groups; of sealed days the same bytes whenever it is asked for. */
export const GET = api(async (event) => {
	requirePerson(event);
	const asked = readQuery(event.url, query);
	if (asked.to < asked.from) throw wrongOrder('to', asked.to, asked.from);

	const outcome = await openReport(event.locals.supabase, {
		from: asked.from,
		to: asked.to,
		groupBy: asked.group_by,
		scope: {
			platform: asked.platform ?? null,
			city: asked.city ?? null,
			designation: asked.designation ?? null
		},
		ratedBy: asked.rated_by,
		asOf: asked.as_of ?? null
	});
	if (!outcome.ok) throw problemOfRefusal(outcome.refusal);

	const { type, write } = FORMS[asked.format];
	const name = `yixiang-usage-${asked.from}-${asked.to}-${asked.group_by}.${asked.format}`;
	return new Response(streamOf(write(outcome.report, { withMark: asked.bom })), {
		headers: { 'Content-Type': type, 'Content-Disposition': `attachment; filename="${name}"` }
	});
});
