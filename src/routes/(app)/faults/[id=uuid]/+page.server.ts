import { randomUUID } from 'node:crypto';
import { error } from '@sveltejs/kit';
import * as v from 'valibot';
import { listStaffedPlatforms } from '#lib/bookings/lab-queries.server.ts';
import { previewClosure } from '#lib/closures/queries.server.ts';
import {
	assessFault,
	closeForFault,
	commentOnFault,
	settleFault
} from '#lib/faults/commands.server.ts';
import {
	assessSchema,
	closeSchema,
	commentSchema,
	endSchema,
	settleSchema
} from '#lib/faults/fault-schema.ts';
import { findFault } from '#lib/faults/queries.server.ts';
import * as m from '#lib/paraglide/messages.js';
import { requireClaims } from '#lib/server/auth.ts';
import type { Db } from '#lib/server/supabase.ts';
import { readWallTime } from '#lib/time/wall-time.ts';
import { act } from '#lib/ui/action-form/act.server.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

export const load: PageServerLoad = async (event) => {
	const { supabase } = event.locals;
	const [fault, platforms] = await Promise.all([
		findFault(supabase, event.params.id),
		listStaffedPlatforms(supabase, requireClaims(event))
	]);
	if (!fault) error(404, m.fault_not_found());

	const isLab = platforms.some(({ id }) => id === fault.platform.id);
	// The wished end stands in the address, so that its impact can be looked at before.
	const end = event.url.searchParams.get('end') ?? '';
	const asked = isLab && end !== '' ? readEnd(end, fault.platform.time_zone) : null;
	const now = new Date();
	return {
		fault,
		isLab,
		now,
		end,
		badEnd: asked === null && end !== '' ? m.booking_time_malformed() : undefined,
		preview: asked
			? await previewClosure(supabase, {
					instrumentIds: [fault.instrument.id],
					period: { start: now, end: asked },
					everyWeeks: null,
					repeatUntil: null
				})
			: null,
		formKey: randomUUID()
	};
};

export const actions: Actions = {
	assess: act(
		'assess',
		assessSchema,
		({ locals, params }: RequestEvent, sent) => assessFault(locals.supabase, params.id, sent),
		() => m.fault_assessed()
	),
	comment: act(
		'comment',
		commentSchema,
		({ locals, params }: RequestEvent, sent) => commentOnFault(locals.supabase, params.id, sent),
		() => m.fault_commented()
	),
	close: act(
		'close',
		closeSchema,
		async ({ locals, params }: RequestEvent, sent) => {
			const end = readEnd(sent.end, await findZone(locals.supabase, params.id));
			if (!end) {
				return {
					ok: false,
					status: 422,
					key: 'time_malformed',
					message: m.booking_time_malformed()
				};
			}
			return closeForFault(locals.supabase, params.id, end, sent.idempotency_key);
		},
		() => m.fault_closed()
	),
	settle: act(
		'settle',
		settleSchema,
		({ locals, params }: RequestEvent, { settlement }) =>
			settleFault(locals.supabase, params.id, settlement),
		() => m.fault_settle_done()
	)
};

/** A time on the wall of the lab; null for what is none, or is skipped by its clock. */
function readEnd(text: string, timeZone: string): Date | null {
	if (!v.is(endSchema, text)) return null;
	const reading = readWallTime(text, timeZone);
	switch (reading?.kind) {
		case 'unique':
			return reading.instant;
		case 'repeated':
			// An hour more or less of a closure: the later end is the safer one.
			return reading.second;
		default:
			return null;
	}
}

async function findZone(db: Db, faultId: string): Promise<string> {
	const fault = await findFault(db, faultId);
	if (!fault) error(404, m.fault_not_found());
	return fault.platform.time_zone;
}
