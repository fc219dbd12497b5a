import { error } from '@sveltejs/kit';
import { calendarKey } from '#lib/live/live-subject.ts';
import * as m from '#lib/paraglide/messages.js';
import { requireClaims } from '#lib/server/auth.ts';
import { moveOnTimeline } from '#lib/timeline/move-on-timeline.server.ts';
import { findPlatform, getTimeline } from '#lib/timeline/queries.server.ts';
import { periodOf, readTimelineChoice } from '#lib/timeline/timeline-view.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	requireClaims(event);
	const { supabase } = event.locals;
	const platform = await findPlatform(supabase, event.params.id);
	if (!platform) error(404, m.error_not_found_title());
	event.depends(calendarKey({ platform: platform.id }));

	const { searchParams } = event.url;
	const now = new Date();
	const choice = readTimelineChoice(searchParams, platform.time_zone, now);
	const timeline = await getTimeline(
		supabase,
		platform.id,
		periodOf(choice.dates, platform.time_zone)
	);
	return {
		platform,
		choice,
		now,
		timeline,
		filter: {
			text: searchParams.get('q')?.trim() ?? '',
			classCode: searchParams.get('class') ?? ''
		}
	};
};

export const actions: Actions = { move: moveOnTimeline };
