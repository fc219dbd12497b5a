import * as v from 'valibot';
import { readId, readQuery, requirePerson } from '#lib/api/input.ts';
import { api, notFound, Problem } from '#lib/api/problem.ts';
import { exportHead, streamLedger } from '#lib/ledger/export.server.ts';
import { findLastSealedDay, mayExport } from '#lib/ledger/queries.server.ts';
import * as m from '#lib/paraglide/messages.js';
import { isCalendarDate } from '#lib/time/calendar-date.ts';

const query = v.object({
	format: v.optional(
		v.picklist(['json', 'csv', 'xlsx'], () => m.ledger_api_format()),
		'json'
	),
	until: v.optional(
		v.pipe(
			v.string(),
			v.check(isCalendarDate, () => m.ledger_api_until())
		)
	)
});

const TYPES = {
	json: 'application/json',
	csv: 'text/csv; charset=utf-8',
	xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
};

/** The whole ledger of a platform until the end of a sealed day, which is the last unless one is named. */
export const GET = api(async (event) => {
	requirePerson(event);
	const { format, until } = readQuery(event.url, query);
	const id = readId(event);
	const { supabase } = event.locals;
	if (id === null || !(await mayExport(supabase, id))) throw notFound();

	const day = await findLastSealedDay(supabase, until ?? null);
	// A day that is not sealed yet can still grow, and would be other bytes tomorrow.
	if (day === null || (until !== undefined && day !== until)) {
		throw new Problem({ status: 409, key: 'ledger_not_sealed', title: m.ledger_api_not_sealed() });
	}
	return new Response(streamLedger(supabase, exportHead(id, day), format), {
		headers: {
			'Content-Type': TYPES[format],
			'Content-Disposition': `attachment; filename="yixiang-ledger-${id}-${day}.${format}"`
		}
	});
});
