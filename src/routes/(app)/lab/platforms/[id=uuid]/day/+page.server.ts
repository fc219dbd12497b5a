import { error } from '@sveltejs/kit';
import { listDay } from '#lib/bookings/day-queries.server.ts';
import { dayPeriod, toDaySheet } from '#lib/bookings/day-sheet.ts';
import * as m from '#lib/paraglide/messages.js';
import { dateIn, isCalendarDate } from '#lib/time/calendar-date.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params, url, locals, parent }) => {
	const { platforms } = await parent();
	const platform = platforms.find(({ id }) => id === params.id);
	if (!platform) error(404, m.error_not_found_title());

	const now = new Date();
	const asked = url.searchParams.get('date');
	const date = asked !== null && isCalendarDate(asked) ? asked : dateIn(now, platform.time_zone);
	const day = await listDay(locals.supabase, platform.id, dayPeriod(date, platform.time_zone));
	return { platform, date, now, sections: toDaySheet(day) };
};
