import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import * as v from 'valibot';
import { listStaffedPlatforms } from '#lib/bookings/lab-queries.server.ts';
import { listBookingOrganisations } from '#lib/bookings/queries.server.ts';
import { createFeed, renewFeed, revokeFeed } from '#lib/feeds/commands.server.ts';
import { feedRefusalText } from '#lib/feeds/feed-refusal.ts';
import { feedSchema, newFeedSchema } from '#lib/feeds/feed-schema.ts';
import { findInstrumentName, listFeeds } from '#lib/feeds/queries.server.ts';
import { link } from '#lib/i18n/link.ts';
import * as m from '#lib/paraglide/messages.js';
import { requireClaims } from '#lib/server/auth.ts';
import type { Refusal } from '#lib/server/database-error.ts';
import { setFlash } from '#lib/server/flash.ts';
import { readForm } from '#lib/ui/form/form.server.ts';
import type { Actions, PageServerLoad } from './$types';

const MAX_OFFERED = 20;
const uuid = v.pipe(v.string(), v.uuid());

export const load: PageServerLoad = async (event) => {
	const claims = requireClaims(event);
	const { supabase } = event.locals;
	const asked = {
		instrument: event.url.searchParams.get('instrument'),
		platform: event.url.searchParams.get('platform')
	};
	const [feeds, organisations, platforms, instrument] = await Promise.all([
		listFeeds(supabase, event.url.origin),
		listBookingOrganisations(supabase, claims),
		listStaffedPlatforms(supabase, claims),
		v.is(uuid, asked.instrument) ? findInstrumentName(supabase, asked.instrument) : null
	]);

	// What the way here was about comes first; what there is already is left out.
	const offered = [
		...(instrument ? [{ kind: 'instrument' as const, of: instrument }] : []),
		...platforms
			.toSorted((a, b) => Number(b.id === asked.platform) - Number(a.id === asked.platform))
			.map((of) => ({ kind: 'platform' as const, of })),
		...organisations.map((of) => ({ kind: 'organisation' as const, of }))
	].filter(({ of }) => !feeds.some(({ subject }) => subject?.id === of.id));

	// Addresses are secrets, so no cache may keep the page.
	event.setHeaders({ 'Cache-Control': 'no-store' });
	return { feeds, offered: offered.slice(0, MAX_OFFERED), now: new Date() };
};

export const actions: Actions = {
	create: async (event) => {
		const form = await readForm(event.request, newFeedSchema);
		if (!form.valid) return fail(400, { refused: m.feed_refused_subject() });

		const { kind, subject_id } = form.data;
		const outcome = await createFeed(event.locals.supabase, {
			kind,
			subjectId: subject_id || null
		});
		return outcome.ok ? showFeed(event, outcome.id, m.feed_created()) : refuse(outcome.refusal);
	},

	renew: async (event) => {
		const form = await readForm(event.request, feedSchema);
		if (!form.valid) return fail(400, { refused: m.feed_refused_not_found() });

		const outcome = await renewFeed(event.locals.supabase, form.data.feed_id);
		return outcome.ok ? showFeed(event, outcome.id, m.feed_renewed()) : refuse(outcome.refusal);
	},

	revoke: async (event) => {
		const form = await readForm(event.request, feedSchema);
		if (!form.valid) return fail(400, { refused: m.feed_refused_not_found() });

		const outcome = await revokeFeed(event.locals.supabase, form.data.feed_id);
		if (!outcome.ok) return refuse(outcome.refusal);
		setFlash(event.cookies, { tone: 'ok', text: m.feed_revoked() });
		redirect(303, link('/calendars'));
	}
};

function showFeed({ cookies }: RequestEvent, id: string, text: string): never {
	setFlash(cookies, { tone: 'ok', text });
	redirect(303, `${link('/calendars')}#feed-${id}`);
}

function refuse(refusal: Refusal) {
	const refused = feedRefusalText(refusal);
	if (refused === null) throw new Error(`A feed was refused: ${refusal.key}`);
	return fail(refusal.status, { refused });
}
