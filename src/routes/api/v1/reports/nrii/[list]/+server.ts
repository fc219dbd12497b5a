import * as v from 'valibot';
import { flag, id, readQuery, requirePerson, wrongOrder } from '#lib/api/input.ts';
import { api, notFound, problemOfRefusal } from '#lib/api/problem.ts';
import { LEDGER_ZONE } from '#lib/ledger/queries.server.ts';
import { LISTS, NRII_FORMS } from '#lib/nrii/nrii-file.ts';
import { openList, recordNriiExport, type NriiWish } from '#lib/nrii/queries.server.ts';
import { lastClosedYear, yearOf } from '#lib/nrii/window.ts';
import * as m from '#lib/paraglide/messages.js';
import { streamOf } from '#lib/server/stream-of.ts';
import { createLastingClient } from '#lib/server/supabase.ts';
import { dateIn, isCalendarDate } from '#lib/time/calendar-date.ts';

const day = v.pipe(
	v.string(() => m.figures_api_day()),
	v.check(isCalendarDate, () => m.figures_api_day())
);
const query = v.object({
	from: v.optional(day),
	to: v.optional(day),
	format: v.optional(
		v.picklist(['json', 'csv', 'xlsx'], () => m.figures_api_format()),
		'json'
	),
	platform: v.optional(id),
	organisation: v.optional(id),
	min_worth: v.optional(
		v.pipe(
			v.string(),
			v.regex(/^\d{1,10}$/, () => m.nrii_api_worth()),
			v.transform(Number)
		)
	),
	wording: v.optional(
		v.picklist(['labels', 'codes'], () => m.nrii_api_wording()),
		'labels'
	),
	pending: v.optional(flag, 'false'),
	as_of: v.optional(day),
	bom: v.optional(flag, 'true')
});

/** Instruments or service records as files for the national register, from the last closed year unless told. */
export const GET = api(async (event) => {
	requirePerson(event);
	const list = LISTS.find((one) => one === event.params['list']);
	if (list === undefined) throw notFound();
	const asked = readQuery(event.url, query);
	const year = lastClosedYear(dateIn(new Date(), LEDGER_ZONE));
	const window = { from: asked.from ?? year.from, to: asked.to ?? year.to };
	if (window.to < window.from) throw wrongOrder('to', window.to, window.from);
	// The hours of an instrument are those of a whole year.
	const { from, to } = list === 'instruments' ? yearOf(window.from.slice(0, 4)) : window;

	const wish: NriiWish = {
		platform: asked.platform ?? null,
		organisation: asked.organisation ?? null,
		from,
		to,
		minWorth: asked.min_worth ?? null,
		asOf: asked.as_of ?? null,
		origin: event.url.origin,
		wording: asked.wording,
		includesPending: asked.pending
	};
	const refusal = await recordNriiExport(event.locals.supabase, list, wish);
	if (refusal) throw problemOfRefusal(refusal);
	const db = await createLastingClient(event);
	const opened = await openList(db, list, wish, asked.format, { withMark: asked.bom });
	if (!opened.ok) throw problemOfRefusal(opened.refusal);

	const name = [
		'yixiang-nrii',
		list,
		from,
		to,
		// Whether people are in it is to be seen before it is opened, or passed on.
		...(list === 'service-records'
			? [opened.namesPeople ? 'with-applicants' : 'without-applicants']
			: [])
	].join('-');
	return new Response(streamOf(opened.bytes), {
		headers: {
			'Content-Type': NRII_FORMS[asked.format],
			'Content-Disposition': `attachment; filename="${name}.${asked.format}"`,
			'Cache-Control': 'private, no-store'
		}
	});
});
