import { randomUUID } from 'node:crypto';
import { error } from '@sveltejs/kit';
import { requireStaffedPlatform } from '#lib/bookings/lab-queries.server.ts';
import { link } from '#lib/i18n/link.ts';
import { recordService } from '#lib/ledger/commands.server.ts';
import { listPurposes, listServiceChoices } from '#lib/ledger/queries.server.ts';
import { serviceSchema, toService } from '#lib/ledger/service-schema.ts';
import * as m from '#lib/paraglide/messages.js';
import { requireClaims } from '#lib/server/auth.ts';
import { toWallTime } from '#lib/time/wall-time.ts';
import { act } from '#lib/ui/action-form/act.server.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

export const load: PageServerLoad = async (event) => {
	const { platforms } = await event.parent();
	const platform = platforms.find(({ id }) => id === event.params.id);
	if (!platform) error(404, m.error_not_found_title());

	const { supabase } = event.locals;
	const [choices, purposes] = await Promise.all([
		listServiceChoices(supabase, platform.id),
		listPurposes(supabase)
	]);
	return {
		platform,
		choices,
		purposes,
		formKey: randomUUID(),
		latest: toWallTime(new Date(), platform.time_zone)
	};
};

export const actions: Actions = {
	record: act(
		'record',
		serviceSchema,
		async (event: RequestEvent, sent) => {
			const { supabase } = event.locals;
			const platform = await requireStaffedPlatform(
				supabase,
				requireClaims(event),
				event.params.id
			);
			const service = toService(sent, platform.time_zone);
			if (!service) {
				return {
					ok: false,
					status: 422,
					key: 'time_malformed',
					message: m.booking_time_malformed()
				};
			}
			return recordService(supabase, platform.id, service, sent.idempotency_key);
		},
		({ seq }) => m.ledger_new_done({ seq }),
		({ id }) => link('/(app)/records/[id=uuid]', { id })
	)
};
