import { randomUUID } from 'node:crypto';
import { error } from '@sveltejs/kit';
import { createCycle } from '#lib/evaluation/cycle-commands.server.ts';
import { listCycleChoices } from '#lib/evaluation/cycle-queries.server.ts';
import { cycleSchema } from '#lib/evaluation/cycle-schema.ts';
import { runsEvaluations } from '#lib/evaluation/evaluators.server.ts';
import { link } from '#lib/i18n/link.ts';
import { LEDGER_ZONE } from '#lib/ledger/queries.server.ts';
import * as m from '#lib/paraglide/messages.js';
import { dateIn } from '#lib/time/calendar-date.ts';
import { act } from '#lib/ui/action-form/act.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	if (!(await runsEvaluations(event))) error(403, m.ledger_evaluation_forbidden());
	const lastYear = Number(dateIn(new Date(), LEDGER_ZONE).slice(0, 4)) - 1;
	return {
		...(await listCycleChoices(event.locals.supabase)),
		year: lastYear,
		formKey: randomUUID()
	};
};

export const actions: Actions = {
	create: act(
		'create',
		cycleSchema,
		({ locals }, sent) => createCycle(locals.supabase, sent),
		() => m.cycle_created(),
		({ id }) => link('/(app)/evaluation/cycles/[id=uuid]', { id })
	)
};
