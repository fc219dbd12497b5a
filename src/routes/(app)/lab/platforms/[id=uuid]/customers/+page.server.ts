import { randomUUID } from 'node:crypto';
import { error } from '@sveltejs/kit';
import { liftSuspension, suspendCustomer } from '#lib/customers/commands.server.ts';
import { listCustomers, listSuspensions } from '#lib/customers/queries.server.ts';
import { liftSchema, suspendSchema } from '#lib/customers/suspension-schema.ts';
import * as m from '#lib/paraglide/messages.js';
import { isManagerOf, requireManagedPlatform } from '#lib/platforms/managed-platform.server.ts';
import { requireClaims } from '#lib/server/auth.ts';
import { addDays, dateIn } from '#lib/time/calendar-date.ts';
import { addMinutes } from '#lib/time/period.ts';
import { act } from '#lib/ui/action-form/act.server.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

const WINDOWS = [30, 90, 365];

export const load: PageServerLoad = async (event) => {
	const { platforms } = await event.parent();
	const platform = platforms.find(({ id }) => id === event.params.id);
	if (!platform) error(404, m.error_not_found_title());

	const { supabase } = event.locals;
	const params = event.url.searchParams;
	const days = WINDOWS.find((one) => String(one) === params.get('days')) ?? 90;
	const words = params.get('q')?.trim() ?? '';
	const skip = Math.max(Number.parseInt(params.get('skip') ?? '0', 10) || 0, 0);
	const now = new Date();
	const [{ customers, hasMore }, suspensions, isManager] = await Promise.all([
		listCustomers(supabase, platform.id, { since: addMinutes(now, -days * 1440), words, skip }),
		listSuspensions(supabase, platform.id),
		isManagerOf(supabase, requireClaims(event), platform)
	]);
	return {
		platform,
		customers,
		suspensions,
		isManager,
		now,
		formKey: randomUUID(),
		/** The usual end of a suspension: four weeks from now. */
		lastDay: addDays(dateIn(now, platform.time_zone), 28),
		asked: { days, windows: WINDOWS, words, skip },
		nextSkip: hasMore ? skip + customers.length : null
	};
};

export const actions: Actions = {
	suspend: act(
		'suspend',
		suspendSchema,
		async (event: RequestEvent, sent) => {
			const { supabase } = event.locals;
			const platform = await requireManagedPlatform(
				supabase,
				requireClaims(event),
				event.params.id
			);
			return suspendCustomer(supabase, platform, sent);
		},
		() => m.suspension_done()
	),
	lift: act(
		'lift',
		liftSchema,
		({ locals }: RequestEvent, sent) => liftSuspension(locals.supabase, sent),
		() => m.suspension_lift_done()
	)
};
