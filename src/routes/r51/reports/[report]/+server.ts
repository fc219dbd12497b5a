import { error } from '@sveltejs/kit';
import * as v from 'valibot';
import { id } from '#lib/api/input.ts';
import * as m from '#lib/paraglide/messages.js';
import { findPlatform } from '#lib/platforms/queries.server.ts';
import { counterApi, readHarvest, requireRequestor } from '#lib/usage/counter-api.server.ts';
import { CounterException } from '#lib/usage/counter-exceptions.ts';
import { givenMonths, REPORT_IDS, type ReportHead } from '#lib/usage/counter-report.ts';
import { findAvailableMonths, isRefused, streamReport } from '#lib/usage/report.server.ts';
import type { RequestHandler } from './$types';

/** A report as JSON: of a platform for its people, of all for evaluators. */
const harvest = counterApi(async (event) => {
	requireRequestor(event);
	const now = new Date();
	const { begin, end, platform: platformId, exceptions } = readHarvest(event.url.searchParams, now);
	const { supabase } = event.locals;
	const [platform, available] = await Promise.all([
		v.is(id, platformId) ? findPlatform(supabase, platformId) : null,
		findAvailableMonths(supabase)
	]);
	if (platformId !== null && platform === null) throw new CounterException(1030, 'platform');

	const asked = { begin, end };
	const months = givenMonths(asked, available);
	const head: ReportHead = {
		id: REPORT_IDS.find((known) => known === event.params['report']) ?? 'pr',
		asked,
		given: months.given,
		exceptions: [...months.exceptions, ...exceptions],
		platform: platform?.name ?? null,
		origin: event.url.origin,
		createdAt: now
	};
	try {
		const stream = await streamReport(supabase, head, platform?.id ?? null, 'json');
		return new Response(stream, { headers: { 'Content-Type': 'application/json' } });
	} catch (failure) {
		if (isRefused(failure)) throw new CounterException(2010, 'platform');
		throw failure;
	}
});

export const GET: RequestHandler = (event) => {
	// A path that is wrong is a 404 of the site, and no exception (appendix D).
	if (REPORT_IDS.every((known) => known !== event.params.report)) {
		error(404, m.error_not_found_title());
	}
	return harvest(event);
};
