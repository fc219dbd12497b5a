import { randomUUID } from 'node:crypto';
import { error } from '@sveltejs/kit';
import * as m from '#lib/paraglide/messages.js';
import { decideRequests } from '#lib/requests/decide-requests.server.ts';
import { delegate, revoke } from '#lib/requests/delegate.server.ts';
import {
	listColleagues,
	listDecidedPlatforms,
	listDelegations,
	listRequestedInstruments,
	listWaitingRequests
} from '#lib/requests/queries.server.ts';
import { requireClaims } from '#lib/server/auth.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const claims = requireClaims(event);
	const { supabase } = event.locals;
	const { searchParams } = event.url;
	const now = new Date();
	const platforms = await listDecidedPlatforms(supabase, claims, now);
	if (platforms.length === 0) error(403, m.lab_forbidden());

	const platform = platforms.find(({ id }) => id === searchParams.get('platform')) ?? null;
	const platformIds = (platform ? [platform] : platforms).map(({ id }) => id);
	const managed = platforms.filter(({ isManaged }) => isManaged);
	const hostIds = [...new Set(managed.map(({ organisation_id }) => organisation_id))];
	const asked = searchParams.get('instrument');

	const instruments = await listRequestedInstruments(supabase, platformIds, now);
	const instrumentId = instruments.find(({ id }) => id === asked)?.id ?? null;
	const [inbox, delegations, colleagues] = await Promise.all([
		listWaitingRequests(
			supabase,
			{ platformIds },
			{ instrumentId, cursor: searchParams.get('cursor'), now }
		),
		listDelegations(
			supabase,
			managed.map(({ id }) => id),
			now
		),
		listColleagues(supabase, hostIds, claims.sub)
	]);
	return {
		platforms,
		platformId: platform?.id ?? null,
		instruments,
		instrumentId,
		inbox,
		managed,
		delegations,
		colleagues,
		now,
		isFirstPage: !searchParams.has('cursor'),
		idempotencyKey: randomUUID()
	};
};

export const actions: Actions = {
	approve: decideRequests('approve'),
	decline: decideRequests('decline'),
	delegate,
	revoke
};
