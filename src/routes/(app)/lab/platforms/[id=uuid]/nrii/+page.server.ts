import { error } from '@sveltejs/kit';
import { stateUnit } from '#lib/nrii/commands.server.ts';
import { checkLists, findUnit } from '#lib/nrii/queries.server.ts';
import { toUnit, unitSchema } from '#lib/nrii/unit-schema.ts';
import { readMinWorth, readWindow } from '#lib/nrii/window.ts';
import { LEDGER_ZONE } from '#lib/ledger/queries.server.ts';
import * as m from '#lib/paraglide/messages.js';
import { isManagerOf } from '#lib/platforms/managed-platform.server.ts';
import { requireClaims } from '#lib/server/auth.ts';
import { dateIn } from '#lib/time/calendar-date.ts';
import { act } from '#lib/ui/action-form/act.server.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

export const load: PageServerLoad = async (event) => {
	const { platforms } = await event.parent();
	const platform = platforms.find(({ id }) => id === event.params.id);
	if (!platform) error(404, m.error_not_found_title());

	const { supabase } = event.locals;
	const { searchParams, origin } = event.url;
	const today = dateIn(new Date(), LEDGER_ZONE);
	const window = readWindow(searchParams, today);
	const minWorth = readMinWorth(searchParams);
	const [lists, unit, isManager] = await Promise.all([
		checkLists(
			supabase,
			{ platform: platform.id, organisation: null },
			{ ...window, minWorth, origin }
		),
		findUnit(supabase, platform.id),
		isManagerOf(supabase, requireClaims(event), platform)
	]);
	if (!lists.ok) error(lists.refusal.status, m.nrii_refused());
	return { today, platform, window, minWorth, lists, unit, isManager };
};

export const actions: Actions = {
	unit: act(
		'unit',
		unitSchema,
		({ locals, params }: RequestEvent, sent) => stateUnit(locals.supabase, params.id, toUnit(sent)),
		() => m.nrii_unit_saved()
	)
};
