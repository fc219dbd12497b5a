import { error } from '@sveltejs/kit';
import { weekPeriod } from '#lib/availability/time-choice.ts';
import { decide } from '#lib/bookings/decide-booking.server.ts';
import {
	listBookableInstruments,
	listPresent,
	listRequests,
	listSchedule
} from '#lib/bookings/lab-queries.server.ts';
import { listUnread } from '#lib/messages/queries.server.ts';
import { extend, report } from '#lib/desk/desk-actions.server.ts';
import { calendarKey } from '#lib/live/live-subject.ts';
import * as m from '#lib/paraglide/messages.js';
import { readLabProgress } from '#lib/platforms/lab-progress.server.ts';
import { mondayParam } from '#lib/time/week-param.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ url, locals, parent, depends }) => {
	const { platforms, managedIds } = await parent();
	const asked = url.searchParams.get('platform');
	const platform = platforms.find(({ id }) => id === (asked ?? platforms[0]?.id));
	if (!platform) error(404, m.error_not_found_title());
	depends(calendarKey({ platform: platform.id }));

	const now = new Date();
	const monday = mondayParam(url.searchParams, platform.time_zone, now);
	const week = weekPeriod(monday, platform.time_zone);
	const [inbox, instruments, schedule, unread, progress, present] = await Promise.all([
		listRequests(locals.supabase, platform.id, now),
		listBookableInstruments(locals.supabase, platform.id),
		listSchedule(locals.supabase, { platformId: platform.id }, week),
		listUnread(locals.supabase, platform.id),
		managedIds.includes(platform.id) ? readLabProgress(locals.supabase, platform.id) : null,
		listPresent(locals.supabase, { platformId: platform.id }, now)
	]);
	return { platform, monday, now, inbox, instruments, schedule, unread, progress, present };
};

export const actions: Actions = {
	approve: decide('approve'),
	decline: decide('decline'),
	check_in: report('check_in'),
	check_out: report('check_out'),
	extend
};
