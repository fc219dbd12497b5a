import { error, fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { activateClosure, endClosure } from '#lib/closures/commands.server.ts';
import { findClosure, listSeries, previewClosure } from '#lib/closures/queries.server.ts';
import { link } from '#lib/i18n/link.ts';
import * as m from '#lib/paraglide/messages.js';
import { setFlash } from '#lib/server/flash.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params, locals, parent }) => {
	const { platforms } = await parent();
	const closure = await findClosure(locals.supabase, params.id);
	const platform = platforms.find(({ id }) => id === closure?.platform_id);
	if (!closure || !platform) error(404, m.error_not_found_title());

	const [series, preview] = await Promise.all([
		listSeries(locals.supabase, closure.series_id, closure.id),
		closure.status === 'planned'
			? previewClosure(locals.supabase, {
					instrumentIds: [closure.instrument_id],
					period: closure.period,
					everyWeeks: null,
					repeatUntil: null
				})
			: null
	]);
	return {
		closure,
		platform,
		series,
		/** Whom activating it would meet now. */
		disturbed: preview?.ok ? preview.impact.bookings : [],
		now: new Date()
	};
};

export const actions: Actions = {
	activate: change(activateClosure, m.closure_activated),
	end: change(endClosure, m.closure_ended)
};

function change(command: typeof activateClosure | typeof endClosure, said: () => string) {
	return async ({ locals, params, cookies }: RequestEvent<{ id: string }>) => {
		const outcome = await command(locals.supabase, params.id);
		if (!outcome.ok) return fail(outcome.status, { message: outcome.message });
		setFlash(cookies, { tone: 'ok', text: said() });
		redirect(303, link('/(app)/lab/closures/[id=uuid]', { id: params.id }));
	};
}
