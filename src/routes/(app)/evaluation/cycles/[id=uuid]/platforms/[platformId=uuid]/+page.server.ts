import { randomUUID } from 'node:crypto';
import { error, fail, redirect } from '@sveltejs/kit';
import { listStaffedPlatforms } from '#lib/bookings/lab-queries.server.ts';
import { readCollecting } from '#lib/evaluation/collection-progress.server.ts';
import {
	attachFile,
	decideDispute,
	declareInterest,
	disputeEvaluation,
	judgeRectification,
	judgeReport,
	recordFinding,
	report,
	reportRectification,
	retireFile,
	scoreAsExpert
} from '#lib/evaluation/cycle-commands.server.ts';
import {
	findCycle,
	findParticipant,
	isExpert,
	listSupplement,
	readExpertWork,
	readSheet
} from '#lib/evaluation/cycle-queries.server.ts';
import {
	decideSchema,
	disputeSchema,
	expertScoreSchema,
	findingSchema,
	interestSchema,
	judgeSchema,
	reasonSchema,
	rectifiedSchema,
	reportSchema
} from '#lib/evaluation/cycle-schema.ts';
import { runsEvaluations } from '#lib/evaluation/evaluators.server.ts';
import * as m from '#lib/paraglide/messages.js';
import { requireClaims } from '#lib/server/auth.ts';
import { setFlash } from '#lib/server/flash.ts';
import { act } from '#lib/ui/action-form/act.server.ts';
import type { RefusedForm } from '#lib/ui/action-form/refused-form.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

const MAX_FILE_BYTES = 5 * 1024 * 1024;

export const load: PageServerLoad = async (event) => {
	const { supabase } = event.locals;
	const claims = requireClaims(event);
	const part = partOf(event.params);
	const [cycle, participant, sheet, supplement, isEvaluator, scores, staffed, collecting] =
		await Promise.all([
			findCycle(supabase, part.cycleId),
			findParticipant(supabase, part),
			readSheet(supabase, part),
			listSupplement(supabase, part),
			runsEvaluations(event),
			isExpert(supabase, part.cycleId, claims.sub),
			listStaffedPlatforms(supabase, claims),
			readCollecting(supabase, part.cycleId)
		]);
	if (!cycle || !participant) error(404, m.cycle_refused_not_found());
	return {
		cycle,
		participant,
		...sheet,
		supplement,
		collecting,
		isEvaluator,
		isStaff: staffed.some(({ id }) => id === part.platformId),
		expert: scores ? await readExpertWork(supabase, part, claims.sub) : null,
		formKey: randomUUID()
	};
};

function partOf({ id, platformId }: { id: string; platformId: string }) {
	return { cycleId: id, platformId };
}

export const actions: Actions = {
	report: act(
		'report',
		reportSchema,
		({ locals, params }: RequestEvent, sent) => report(locals.supabase, partOf(params), sent),
		() => m.cycle_reported()
	),
	// A file is no text, which is all that the schemas of small forms know.
	attach: async ({ request, locals, params, cookies, url }) => {
		const sent = await request.formData();
		const file = sent.get('file');
		const code = sent.get('indicator_code');
		const indicator = typeof code === 'string' ? code : '';
		const refuse = (status: number, message: string) => {
			const refused: RefusedForm = {
				form: 'attach',
				message,
				sent: { indicator_code: indicator }
			};
			return fail(status, { refused });
		};
		if (!(file instanceof File) || file.size === 0) return refuse(400, m.cycle_refused_no_file());
		if (file.size > MAX_FILE_BYTES) return refuse(413, m.cycle_refused_file());
		const outcome = await attachFile(locals.supabase, partOf(params), indicator, file);
		if (!outcome.ok) return refuse(outcome.status, outcome.message);
		setFlash(cookies, { tone: 'ok', text: m.cycle_attached() });
		redirect(303, url.pathname);
	},
	retire: async ({ request, locals, cookies, url }) => {
		const id = (await request.formData()).get('file_id');
		const outcome = await retireFile(locals.supabase, typeof id === 'string' ? id : '');
		if (!outcome.ok) {
			const refused: RefusedForm = { form: 'attach', message: outcome.message, sent: {} };
			return fail(outcome.status, { refused });
		}
		setFlash(cookies, { tone: 'ok', text: m.cycle_file_removed() });
		redirect(303, url.pathname);
	},
	judge: act(
		'judge',
		judgeSchema,
		({ locals, params }: RequestEvent, sent) => judgeReport(locals.supabase, partOf(params), sent),
		() => m.cycle_judged()
	),
	dispute: act(
		'dispute',
		disputeSchema,
		({ locals, params }: RequestEvent, sent) =>
			disputeEvaluation(locals.supabase, partOf(params), sent),
		() => m.cycle_disputed()
	),
	decide: act(
		'decide',
		decideSchema,
		({ locals }: RequestEvent, sent) => decideDispute(locals.supabase, sent),
		() => m.cycle_decided()
	),
	find: act(
		'find',
		findingSchema,
		({ locals, params }: RequestEvent, sent) => recordFinding(locals.supabase, params.id, sent),
		() => m.cycle_found()
	),
	interest: act(
		'interest',
		interestSchema,
		({ locals, params }: RequestEvent, sent) =>
			declareInterest(locals.supabase, partOf(params), sent),
		() => m.cycle_declared()
	),
	score: act(
		'score',
		expertScoreSchema,
		({ locals, params }: RequestEvent, sent) =>
			scoreAsExpert(locals.supabase, partOf(params), sent),
		() => m.cycle_scored()
	),
	rectify: act(
		'rectify',
		reasonSchema,
		({ locals, params }: RequestEvent, { reason }) =>
			reportRectification(locals.supabase, partOf(params), reason),
		() => m.cycle_rectified()
	),
	accept: act(
		'accept',
		rectifiedSchema,
		({ locals, params }: RequestEvent, sent) =>
			judgeRectification(locals.supabase, partOf(params), sent),
		() => m.cycle_judged()
	)
};
