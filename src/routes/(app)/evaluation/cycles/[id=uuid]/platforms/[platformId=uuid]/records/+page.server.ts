import { randomUUID } from 'node:crypto';
import { error } from '@sveltejs/kit';
import { listStaffedPlatforms } from '#lib/bookings/lab-queries.server.ts';
import { disputeEvaluation } from '#lib/evaluation/cycle-commands.server.ts';
import {
	findCycle,
	findParticipant,
	listValueRecords
} from '#lib/evaluation/cycle-queries.server.ts';
import { disputeSchema } from '#lib/evaluation/cycle-schema.ts';
import * as m from '#lib/paraglide/messages.js';
import { requireClaims } from '#lib/server/auth.ts';
import { act } from '#lib/ui/action-form/act.server.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

export const load: PageServerLoad = async (event) => {
	const { supabase } = event.locals;
	const part = { cycleId: event.params.id, platformId: event.params.platformId };
	const params = event.url.searchParams;
	const [cycle, participant, staffed] = await Promise.all([
		findCycle(supabase, part.cycleId),
		findParticipant(supabase, part),
		listStaffedPlatforms(supabase, requireClaims(event))
	]);
	const indicator = cycle?.rules.indicators.find(({ code }) => code === params.get('indicator'));
	if (!cycle || !participant || !indicator) error(404, m.cycle_refused_not_found());
	const after = Math.max(0, Math.trunc(Number(params.get('after'))) || 0);
	return {
		cycle,
		participant,
		indicator,
		...(await listValueRecords(supabase, part, indicator, after)),
		isFirstPage: after === 0,
		mayDispute: cycle.state === 'self_report' && staffed.some(({ id }) => id === part.platformId),
		formKey: randomUUID()
	};
};

export const actions: Actions = {
	dispute: act(
		'dispute',
		disputeSchema,
		({ locals, params }: RequestEvent, sent) =>
			disputeEvaluation(
				locals.supabase,
				{ cycleId: params.id, platformId: params.platformId },
				sent
			),
		() => m.cycle_disputed(),
		(_, { url }) => `${url.pathname}?indicator=${url.searchParams.get('indicator') ?? ''}`
	)
};
