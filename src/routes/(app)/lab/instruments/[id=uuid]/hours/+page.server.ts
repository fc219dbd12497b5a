import { requireManagedInstrument } from '#lib/instruments/managed-instrument.server.ts';
import { openingActions } from '#lib/opening-hours/opening-actions.server.ts';
import { getOpening } from '#lib/opening-hours/queries.server.ts';
import { requireClaims } from '#lib/server/auth.ts';
import { dateIn } from '#lib/time/calendar-date.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

export const load: PageServerLoad = async (event) => {
	const { supabase } = event.locals;
	const { instrument, platform } = await requireManagedInstrument(
		supabase,
		requireClaims(event),
		event.params.id
	);
	const today = dateIn(new Date(), platform.time_zone);
	return {
		instrument,
		platform,
		today,
		opening: await getOpening(supabase, instrument.id, today)
	};
};

export const actions: Actions = openingActions(async (event: RequestEvent) => {
	const { platform } = await requireManagedInstrument(
		event.locals.supabase,
		requireClaims(event),
		event.params.id
	);
	return platform.id;
});
