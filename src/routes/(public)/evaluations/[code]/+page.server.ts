import { randomUUID } from 'node:crypto';
import { error } from '@sveltejs/kit';
import {
	listOwnObjections,
	objectionSchema,
	objectToResult
} from '#lib/evaluation/objections.server.ts';
import { findEvaluation, findResult } from '#lib/evaluation/results.server.ts';
import * as m from '#lib/paraglide/messages.js';
import { requireClaims } from '#lib/server/auth.ts';
import { signInAddress } from '#lib/server/sign-in-address.ts';
import type { Db } from '#lib/server/supabase.ts';
import { act } from '#lib/ui/action-form/act.server.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

export const load: PageServerLoad = async ({ params, url, locals: { supabase, claims } }) => {
	const evaluation = await required(supabase, params.code);
	const asked = url.searchParams.get('version');
	const version =
		asked === null
			? evaluation.versions.at(-1)
			: evaluation.versions.find((one) => String(one.version) === asked);
	if (asked !== null && !version) error(404, m.error_not_found_title());

	const [result, objections] = await Promise.all([
		version ? findResult(supabase, evaluation.id, version.version) : null,
		claims ? listOwnObjections(supabase, evaluation.id, claims.sub) : []
	]);
	return {
		evaluation,
		document: result?.document ?? null,
		objections,
		signInHref: claims ? null : signInAddress(url),
		formKey: randomUUID()
	};
};

async function required(db: Db, code: string) {
	const evaluation = await findEvaluation(db, code);
	if (!evaluation) error(404, m.error_not_found_title());
	return evaluation;
}

export const actions: Actions = {
	object: act(
		'object',
		objectionSchema,
		async (event: RequestEvent, objection) => {
			requireClaims(event);
			const { supabase } = event.locals;
			const { id } = await required(supabase, event.params.code);
			return objectToResult(supabase, id, objection);
		},
		() => m.results_objected()
	)
};
