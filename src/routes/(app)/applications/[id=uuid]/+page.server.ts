import { randomUUID } from 'node:crypto';
import { error, fail, redirect } from '@sveltejs/kit';
import {
	acceptSchema,
	approveSchema,
	askSchema,
	confirmSchema,
	fulfilSchema,
	linkSchema,
	messageSchema,
	nothingSchema,
	openSchema,
	refuseSchema,
	reportSchema,
	resumeSchema,
	retireSchema,
	withdrawSchema
} from '#lib/applications/application-schema.ts';
import {
	acceptRequest,
	approveApplication,
	askForMore,
	beginReview,
	confirmCopy,
	fulfilRequest,
	giveFile,
	giveLink,
	openDelivery,
	postApplicationMessage,
	refuseApplication,
	reportUse,
	resumeApplication,
	retireDelivery,
	sourceLiterature,
	withdrawApplication
} from '#lib/applications/commands.server.ts';
import {
	countVolume,
	findApplication,
	listApplicationThread,
	listReasons,
	listSteps
} from '#lib/applications/queries.server.ts';
import { listFileEndings } from '#lib/files/queries.server.ts';
import { link } from '#lib/i18n/link.ts';
import { listPurposes } from '#lib/ledger/queries.server.ts';
import * as m from '#lib/paraglide/messages.js';
import { requireClaims } from '#lib/server/auth.ts';
import { setFlash } from '#lib/server/flash.ts';
import type { Db } from '#lib/server/supabase.ts';
import { addDays, dateIn } from '#lib/time/calendar-date.ts';
import { instantOf, toWallTime } from '#lib/time/wall-time.ts';
import { act } from '#lib/ui/action-form/act.server.ts';
import type { RefusedForm } from '#lib/ui/action-form/refused-form.ts';
import { readForm } from '#lib/ui/form/form.server.ts';
import { recordDenial } from '#lib/usage/record-use.server.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

/** How long data are given for, where the lab says nothing else. */
const USUAL_DAYS = 90;

export const load: PageServerLoad = async (event) => {
	const claims = requireClaims(event);
	const { supabase } = event.locals;
	const application = await findApplication(supabase, event.params.id);
	// An evaluator counts applications, and has no page of one.
	if (!application?.details) error(404, m.application_not_found());

	const { details, platform, organisation } = application;
	const isLab = application.side === 'lab';
	const now = new Date();
	const today = dateIn(now, platform.time_zone);
	const [steps, messages, reasons, purposes, endings, volume] = await Promise.all([
		listSteps(supabase, application.id),
		listApplicationThread(supabase, application.id),
		listReasons(supabase, application.kind === 'dataset' ? 'dataset' : 'literature'),
		listPurposes(supabase),
		isLab ? listFileEndings(supabase) : [],
		isLab && application.kind === 'literature'
			? countVolume(supabase, { platformId: platform.id, organisationId: organisation.id, now })
			: null
	]);
	return {
		application: { ...application, details },
		/** A copy is for who asked for it alone. */
		isOwn: details.person_id === claims.sub,
		steps,
		messages,
		reasons,
		purposes,
		endings,
		volume,
		proposed: {
			until: addDays(today, USUAL_DAYS),
			ready:
				application.decide_by === null || new Date(application.decide_by) <= now
					? `${addDays(today, 2)}T17:00`
					: toWallTime(
							new Date(new Date(application.decide_by).getTime() - 60_000),
							platform.time_zone
						)
		},
		formKey: randomUUID()
	};
};

export const actions: Actions = {
	resume: act(
		'resume',
		resumeSchema,
		({ locals, params }: RequestEvent, sent) => resumeApplication(locals.supabase, params.id, sent),
		({ status }) => (status === 'submitted' ? m.application_sent() : m.application_draft_saved())
	),
	withdraw: act(
		'withdraw',
		withdrawSchema,
		({ locals, params }: RequestEvent, { reason }) =>
			withdrawApplication(locals.supabase, params.id, reason),
		() => m.application_withdraw_done()
	),
	review: act(
		'review',
		nothingSchema,
		({ locals, params }: RequestEvent) => beginReview(locals.supabase, params.id),
		() => m.application_review_done()
	),
	ask: act(
		'ask',
		askSchema,
		({ locals, params }: RequestEvent, { reason }) =>
			askForMore(locals.supabase, params.id, reason),
		() => m.application_ask_done()
	),
	approve: act(
		'approve',
		approveSchema,
		({ locals, params }: RequestEvent, sent) =>
			approveApplication(locals.supabase, params.id, sent),
		() => m.application_approve_done()
	),
	refuse: act(
		'refuse',
		refuseSchema,
		async ({ locals, params }: RequestEvent, sent) =>
			refuseApplication(locals.supabase, await require(locals.supabase, params.id), sent),
		() => m.application_refuse_done()
	),
	accept: act(
		'accept',
		acceptSchema,
		async ({ locals, params }: RequestEvent, sent) => {
			const { platform } = await require(locals.supabase, params.id);
			return acceptRequest(locals.supabase, params.id, {
				pages: Number(sent.pages),
				readyBy: instantOf(sent.ready_by, platform.time_zone)
			});
		},
		() => m.application_accept_done()
	),
	source: act(
		'source',
		nothingSchema,
		({ locals, params }: RequestEvent) => sourceLiterature(locals.supabase, params.id),
		() => m.application_source_done()
	),
	link: act(
		'link',
		linkSchema,
		({ locals, params }: RequestEvent, sent) => giveLink(locals.supabase, params.id, sent),
		() => m.application_link_done()
	),
	retire: act(
		'retire',
		retireSchema,
		({ locals }: RequestEvent, { delivery_id: id }) => retireDelivery(locals.supabase, id),
		() => m.application_retire_done()
	),
	fulfil: act(
		'fulfil',
		fulfilSchema,
		({ locals, params }: RequestEvent, { pages }) =>
			fulfilRequest(locals.supabase, params.id, Number(pages)),
		() => m.application_fulfil_done()
	),
	report: act(
		'report',
		reportSchema,
		({ locals, params }: RequestEvent, { report }) => reportUse(locals.supabase, params.id, report),
		() => m.application_report_done()
	),
	confirm: act(
		'confirm',
		confirmSchema,
		({ locals, params }: RequestEvent, sent) => confirmCopy(locals.supabase, params.id, sent),
		() => m.application_confirm_done()
	),
	message: async ({ request, locals, params }) => {
		const { data, valid, errors } = await readForm(request, messageSchema);
		function refuse(status: number, message: string) {
			return fail(status, { notPosted: { body: data.body, message } });
		}
		if (!valid) return refuse(400, errors.body?.[0] ?? m.text_missing());

		const outcome = await postApplicationMessage(locals.supabase, params.id, data);
		if (!outcome.ok) return refuse(outcome.status, outcome.message);
		redirect(303, `${link('/(app)/applications/[id=uuid]', { id: params.id })}#messages`);
	},
	file: async ({ request, locals, params, cookies }) => {
		function refuse(status: number, message: string) {
			return fail(status, { refused: { form: 'file', message, sent: {} } satisfies RefusedForm });
		}
		let sent: FormData;
		try {
			sent = await request.formData();
		} catch {
			// The server stops reading where the largest file would end.
			return refuse(413, m.file_too_large());
		}
		const [file, key] = [sent.get('file'), sent.get('idempotency_key')];
		// A browser sends an empty file without a name when none was chosen.
		if (!(file instanceof File) || file.name === '' || typeof key !== 'string') {
			return refuse(400, m.file_missing());
		}
		const outcome = await giveFile(
			locals.supabase,
			params.id,
			{ name: file.name, size: file.size, bytes: file.stream() },
			key
		);
		if (!outcome.ok) return refuse(outcome.status, outcome.message);
		setFlash(cookies, { tone: 'ok', text: m.file_shared({ name: outcome.data.name }) });
		redirect(303, link('/(app)/applications/[id=uuid]', { id: params.id }));
	},
	/** Answers on the page itself: a form may not lead to another site, and a file can be read for an hour. */
	open: async (event) => {
		const { request, locals, params } = event;
		const { data: sent, valid } = await readForm(request, openSchema);
		if (!valid) return fail(400, refusedOpening(m.file_not_found()));

		const outcome = await openDelivery(locals.supabase, sent);
		if (!outcome.ok) {
			const { dataset } = await require(locals.supabase, params.id);
			const reason = DENIALS[outcome.key];
			if (dataset !== null && reason !== undefined) {
				recordDenial(event, { kind: 'dataset', id: dataset.id, reason });
			}
			return fail(outcome.status, refusedOpening(outcome.message));
		}
		const { download_id: downloadId, url, name } = outcome.data;
		return { opened: { downloadId: downloadId ?? '', url, name: name ?? '' } };
	}
};

/** Refusals that are those of what a licence allows. */
const DENIALS: Partial<Record<string, 'no_license' | 'limit_exceeded'>> = {
	download_limit_reached: 'limit_exceeded',
	access_expired: 'no_license',
	licence_not_accepted: 'no_license'
};

function refusedOpening(message: string): { refused: RefusedForm } {
	return { refused: { form: 'open', message, sent: {} } };
}

async function require(db: Db, id: string) {
	const application = await findApplication(db, id);
	if (!application) error(404, m.application_not_found());
	return application;
}
