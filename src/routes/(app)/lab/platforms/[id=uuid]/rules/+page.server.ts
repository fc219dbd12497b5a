import { randomUUID } from 'node:crypto';
import { requireManagedPlatform } from '#lib/platforms/managed-platform.server.ts';
import { getRuleBook } from '#lib/rules/queries.server.ts';
import { ruleActions } from '#lib/rules/rule-actions.server.ts';
import { toCustomerKind } from '#lib/rules/version.ts';
import { requireClaims } from '#lib/server/auth.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

export const load: PageServerLoad = async (event) => {
	const { supabase } = event.locals;
	const platform = await requireManagedPlatform(supabase, requireClaims(event), event.params.id);
	return {
		platform,
		kind: toCustomerKind(event.url.searchParams.get('kind')),
		book: await getRuleBook(supabase, platform.id, null),
		now: new Date(),
		keys: { rules: randomUUID(), tariff: randomUUID(), quota: randomUUID() }
	};
};

export const actions: Actions = ruleActions(async (event: RequestEvent) => {
	const platform = await requireManagedPlatform(
		event.locals.supabase,
		requireClaims(event),
		event.params.id
	);
	return { scope: { platform_id: platform.id }, timeZone: platform.time_zone };
});
