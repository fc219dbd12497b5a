import { randomUUID } from 'node:crypto';
import { error } from '@sveltejs/kit';
import * as v from 'valibot';
import { listStaffedPlatforms } from '#lib/bookings/lab-queries.server.ts';
import { link } from '#lib/i18n/link.ts';
import { confirmRecord, correctRecord, disputeRecord } from '#lib/ledger/commands.server.ts';
import {
	classEvidenceSchema,
	findRecord,
	findStanding,
	listPurposes,
	listVersions,
	type FoundRecord
} from '#lib/ledger/queries.server.ts';
import { correctionSchema, toCorrection } from '#lib/ledger/service-schema.ts';
import * as m from '#lib/paraglide/messages.js';
import { requireClaims } from '#lib/server/auth.ts';
import { toWallTime } from '#lib/time/wall-time.ts';
import { act } from '#lib/ui/action-form/act.server.ts';
import { neededText } from '#lib/ui/form/clean-text.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

export const load: PageServerLoad = async (event) => {
	const { supabase } = event.locals;
	const record = await findRecord(supabase, event.params.id);
	if (!record) error(404, m.ledger_refused_not_found());

	const [versions, standing, purposes, platforms] = await Promise.all([
		listVersions(supabase, record.id),
		findStanding(supabase, record.id),
		listPurposes(supabase),
		listStaffedPlatforms(supabase, requireClaims(event))
	]);
	return {
		record,
		classEvidence: v.parse(classEvidenceSchema, record.class_evidence),
		versions,
		standing,
		purposes,
		isLab: platforms.some(({ id }) => id === record.platform_id),
		shown: shownTimes(record),
		formKey: randomUUID()
	};
};

const side = v.picklist(['customer', 'lab']);

export const actions: Actions = {
	confirm: act(
		'confirm',
		v.object({ side }),
		({ locals, params }: RequestEvent, sent) =>
			confirmRecord(locals.supabase, params.id, sent.side),
		() => m.ledger_confirm_done()
	),
	dispute: act(
		'dispute',
		v.object({ side, reason: neededText(2000) }),
		({ locals, params }: RequestEvent, sent) => disputeRecord(locals.supabase, params.id, sent),
		() => m.ledger_dispute_done()
	),
	correct: act(
		'correct',
		correctionSchema,
		async ({ locals, params }: RequestEvent, sent) => {
			const record = await findRecord(locals.supabase, params.id);
			if (!record) error(404, m.ledger_refused_not_found());

			const changes = toCorrection(sent, record, shownTimes(record), record.platform.time_zone);
			if (!changes) {
				return {
					ok: false,
					status: 422,
					key: 'time_malformed',
					message: m.booking_time_malformed()
				};
			}
			return correctRecord(locals.supabase, record.id, {
				changes,
				reason: sent.reason,
				key: sent.idempotency_key
			});
		},
		({ version }) => m.ledger_correct_done({ version }),
		({ id }) => link('/(app)/records/[id=uuid]', { id })
	)
};

/** A record's times as its form shows them. */
function shownTimes({ starts_at, ends_at, platform }: FoundRecord) {
	return {
		start: toWallTime(new Date(starts_at), platform.time_zone),
		end: toWallTime(new Date(ends_at), platform.time_zone)
	};
}
