import { error } from '@sveltejs/kit';
import { getAvailability } from '#lib/availability/queries.server.ts';
import { weekPeriod } from '#lib/availability/time-choice.ts';
import {
	findStaffedInstrument,
	listPresent,
	listSchedule
} from '#lib/bookings/lab-queries.server.ts';
import { extend, report } from '#lib/desk/desk-actions.server.ts';
import { calendarKey } from '#lib/live/live-subject.ts';
import * as m from '#lib/paraglide/messages.js';
import { isManagerOf } from '#lib/platforms/managed-platform.server.ts';
import { requireClaims } from '#lib/server/auth.ts';
import { mondayParam } from '#lib/time/week-param.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const { params, url, locals, parent, depends } = event;
	depends(calendarKey({ instrument: params.id }));
	const { platforms } = await parent();
	const found = await findStaffedInstrument(locals.supabase, params.id, platforms);
	if (!found) error(404, m.error_not_found_title());

	const { instrument, platform } = found;
	const now = new Date();
	const monday = mondayParam(url.searchParams, platform.time_zone, now);
	const week = weekPeriod(monday, platform.time_zone);
	const [availability, schedule, isManager, present] = await Promise.all([
		getAvailability(locals.supabase, instrument.id, week),
		listSchedule(locals.supabase, { instrumentId: instrument.id }, week),
		isManagerOf(locals.supabase, requireClaims(event), platform),
		listPresent(locals.supabase, { instrumentId: instrument.id }, now)
	]);
	return {
		instrument,
		platform,
		monday,
		now,
		open: availability.open,
		schedule,
		isManager,
		present
	};
};

export const actions: Actions = {
	check_in: report('check_in'),
	check_out: report('check_out'),
	extend
};
