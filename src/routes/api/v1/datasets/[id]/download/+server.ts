import { readId, requirePerson } from '#lib/api/input.ts';
import { api, notFound, Problem } from '#lib/api/problem.ts';
import { hasAccepted } from '#lib/applications/queries.server.ts';
import { canDownload } from '#lib/datasets/access-level.ts';
import { findDownload } from '#lib/datasets/queries.server.ts';
import * as m from '#lib/paraglide/messages.js';
import { recordDenial, recordUse } from '#lib/usage/record-use.server.ts';

/** Counts that somebody takes the data, and sends them on to where the data are. */
export const GET = api(async (event) => {
	const id = readId(event);
	const dataset = id === null ? null : await findDownload(event.locals.supabase, id);
	if (id === null || dataset === null) throw notFound();

	let isAccepted = false;
	if (dataset.access_level === 'registered') {
		const { sub } = requirePerson(event);
		isAccepted = await hasAccepted(event.locals.supabase, sub, dataset);
		if (!isAccepted) {
			recordDenial(event, { kind: 'dataset', id, reason: 'no_license' });
			throw new Problem({
				status: 403,
				key: 'licence_not_accepted',
				title: m.usage_api_licence_not_accepted()
			});
		}
	}
	if (!canDownload(dataset, isAccepted, new Date()) || dataset.landing_page === null) {
		// Without an address it is nobody's licence that is wanting.
		if (dataset.landing_page !== null) {
			recordDenial(event, { kind: 'dataset', id, reason: 'no_license' });
		}
		throw new Problem({
			status: 403,
			key: 'dataset_not_open',
			title: m.usage_api_dataset_not_open()
		});
	}

	recordUse(event, { kind: 'dataset', id, action: 'request', status: 302 });
	return new Response(null, {
		status: 302,
		// Kept by no cache: the next time counts again.
		headers: { Location: dataset.landing_page, 'Cache-Control': 'no-store' }
	});
});
