import { randomUUID } from 'node:crypto';
import { requireManagedInstrument } from '#lib/instruments/managed-instrument.server.ts';
import { getRuleBook } from '#lib/rules/queries.server.ts';
import { ruleActions } from '#lib/rules/rule-actions.server.ts';
import { toCustomerKind } from '#lib/rules/version.ts';
import { requireClaims } from '#lib/server/auth.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

export const load: PageServerLoad = async (event) => {
	const { supabase } = event.locals;
	const { instrument, platform } = await requireManagedInstrument(
		supabase,
		requireClaims(event),
		event.params.id
	);
	return {
		instrument,
		platform,
		kind: toCustomerKind(event.url.searchParams.get('kind')),
		book: await getRuleBook(supabase, platform.id, instrument.id),
		now: new Date(),
		keys: { rules: randomUUID(), tariff: randomUUID(), quota: randomUUID() }
	};
};

export const actions: Actions = ruleActions(async (event: RequestEvent) => {
	const { instrument, platform } = await requireManagedInstrument(
		event.locals.supabase,
		requireClaims(event),
		event.params.id
	);
	return { scope: { instrument_id: instrument.id }, timeZone: platform.time_zone };
});
