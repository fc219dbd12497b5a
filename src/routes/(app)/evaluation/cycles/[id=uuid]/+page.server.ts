import { error, redirect } from '@sveltejs/kit';
import { readCollecting } from '#lib/evaluation/collection-progress.server.ts';
import {
	continueCollecting,
	discardCycle,
	inviteExpert,
	moveCycle,
	restateCycle
} from '#lib/evaluation/cycle-commands.server.ts';
import {
	countOpenWork,
	findCycle,
	isExpert,
	listExperts,
	listOpenPlatforms,
	listParticipants,
	listWays,
	pagesOf,
	readStandings
} from '#lib/evaluation/cycle-queries.server.ts';
import {
	expertSchema,
	moveSchema,
	pressSchema,
	reasonSchema
} from '#lib/evaluation/cycle-schema.ts';
import { stateLabel } from '#lib/evaluation/cycle-words.ts';
import { runsEvaluations } from '#lib/evaluation/evaluators.server.ts';
import { link } from '#lib/i18n/link.ts';
import * as m from '#lib/paraglide/messages.js';
import { requireClaims } from '#lib/server/auth.ts';
import { setFlash } from '#lib/server/flash.ts';
import { act } from '#lib/ui/action-form/act.server.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

export const load: PageServerLoad = async (event) => {
	const { supabase } = event.locals;
	const { id } = event.params;
	const pageNumber = Math.max(1, Math.trunc(Number(event.url.searchParams.get('page'))) || 1);
	const [cycle, isEvaluator, scores, participants, collecting] = await Promise.all([
		findCycle(supabase, id),
		runsEvaluations(event),
		isExpert(supabase, id, requireClaims(event).sub),
		listParticipants(supabase, id, pageNumber),
		readCollecting(supabase, id)
	]);
	if (!cycle) error(404, m.cycle_refused_not_found());
	if (!isEvaluator && !scores && participants.total === 0) {
		error(403, m.cycle_not_concerned());
	}
	const platforms = participants.rows.map(({ platform }) => platform);
	const [standings, steps, work, waiting, experts] = await Promise.all([
		readStandings(
			supabase,
			id,
			platforms.map((platform) => platform.id)
		),
		isEvaluator ? listWays(supabase, id) : [],
		isEvaluator ? countOpenWork(supabase, id) : null,
		isEvaluator ? listOpenPlatforms(supabase, id) : new Set<string>(),
		isEvaluator ? listExperts(supabase, id) : []
	]);
	return {
		cycle,
		isEvaluator,
		collecting,
		platforms: platforms.map((platform) => ({ ...platform, waits: waiting.has(platform.id) })),
		total: participants.total,
		pageNumber,
		pages: pagesOf(participants.total),
		...standings,
		steps,
		work,
		experts
	};
};

export const actions: Actions = {
	move: act(
		'move',
		moveSchema,
		({ locals, params }: RequestEvent, { to_state: state, reason }) =>
			moveCycle(locals.supabase, params.id, state, reason),
		({ state }) => m.cycle_moved({ state: stateLabel(state) })
	),
	restate: act(
		'restate',
		reasonSchema,
		({ locals, params }: RequestEvent, { reason }) =>
			restateCycle(locals.supabase, params.id, reason),
		() => m.cycle_restating()
	),
	continue: act(
		'continue',
		pressSchema,
		({ locals, params }: RequestEvent) => continueCollecting(locals.supabase, params.id),
		(last) =>
			last === null || last.finished_at !== null
				? m.cycle_collecting_done()
				: m.cycle_collecting_continued({ done: last.measured, total: last.platforms })
	),
	invite: act(
		'invite',
		expertSchema,
		({ locals, params }: RequestEvent, { email }) =>
			inviteExpert(locals.supabase, params.id, email),
		() => m.cycle_invited()
	),
	discard: async ({ locals, params, cookies }) => {
		const outcome = await discardCycle(locals.supabase, params.id);
		if (!outcome.ok) error(outcome.status, outcome.message);
		setFlash(cookies, { tone: 'ok', text: m.cycle_discarded() });
		redirect(303, link('/evaluation/cycles'));
	}
};
