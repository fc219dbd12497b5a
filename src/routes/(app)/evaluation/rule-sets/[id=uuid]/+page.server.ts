import { randomUUID } from 'node:crypto';
import { error, fail, redirect } from '@sveltejs/kit';
import { listRoles } from '#lib/bookings/queries.server.ts';
import { adoptRuleSet, copyRuleSet, reviseRuleSet } from '#lib/evaluation/commands.server.ts';
import { findRuleSet } from '#lib/evaluation/queries.server.ts';
import { adoptSchema, copySchema } from '#lib/evaluation/rule-set-schema.ts';
import { link } from '#lib/i18n/link.ts';
import * as m from '#lib/paraglide/messages.js';
import { requireClaims } from '#lib/server/auth.ts';
import { setFlash } from '#lib/server/flash.ts';
import { act } from '#lib/ui/action-form/act.server.ts';
import type { RefusedForm } from '#lib/ui/action-form/refused-form.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

const EVALUATORS = ['evaluator', 'administrator'];
const WEIGHT = 'weight-';
const BAND = 'band-';
const FULL = 'full-';
const RATED = 'rated-';

export const load: PageServerLoad = async (event) => {
	const { supabase } = event.locals;
	const [ruleSet, roles] = await Promise.all([
		findRuleSet(supabase, event.params.id),
		listRoles(supabase, requireClaims(event))
	]);
	if (!ruleSet) error(404, m.evaluation_refused_not_found());
	return {
		ruleSet,
		isEvaluator: roles.some(({ role }) => EVALUATORS.includes(role)),
		formKey: randomUUID()
	};
};

export const actions: Actions = {
	copy: act(
		'copy',
		copySchema,
		({ locals, params }: RequestEvent, sent) => copyRuleSet(locals.supabase, params.id, sent),
		() => m.evaluation_copied(),
		({ id }) => link('/(app)/evaluation/rule-sets/[id=uuid]', { id })
	),
	adopt: act(
		'adopt',
		adoptSchema,
		({ locals, params }: RequestEvent) => adoptRuleSet(locals.supabase, params.id),
		() => m.evaluation_adopted()
	),
	// Its fields are as many as there are indicators, so that no schema can name them.
	revise: async ({ request, locals, params, cookies, url }) => {
		const sent = Object.fromEntries(
			[...(await request.formData())].map(([name, value]) => [
				name,
				typeof value === 'string' ? value : ''
			])
		);
		const outcome = await reviseRuleSet(locals.supabase, params.id, {
			weights: fieldsAfter(WEIGHT, sent),
			full_marks: fieldsAfter(FULL, sent),
			rated_hours: toNumbers(fieldsAfter(RATED, sent)),
			grade_bands: Object.entries(fieldsAfter(BAND, sent)).map(([grade, points]) => ({
				grade,
				at_least: Number(points)
			})),
			scope_min_worth_fen: toHundredths(sent.scope),
			organisation_cap_bp: toHundredths(sent.organisation_cap),
			backfilled_at_most_bp: toHundredths(sent.backfilled_at_most),
			publicity_days: Number(sent.publicity_days),
			objections_at_most: Number(sent.objections_at_most),
			grade_from_points: Number(sent.grade_from_points)
		});
		if (!outcome.ok) {
			const refused: RefusedForm = { form: 'revise', message: outcome.message, sent };
			return fail(outcome.status, { refused });
		}
		setFlash(cookies, { tone: 'ok', text: m.evaluation_revised() });
		redirect(303, url.pathname);
	}
};

/** What was sent in the fields whose names begin so, by the rest of their names. */
function fieldsAfter(prefix: string, sent: Record<string, string>): Record<string, string> {
	return Object.fromEntries(
		Object.entries(sent)
			.filter(([name, value]) => name.startsWith(prefix) && value !== '')
			.map(([name, value]) => [name.slice(prefix.length), value])
	);
}

const toHundredths = (typed: string | undefined) => Math.round(Number(typed) * 100);

function toNumbers(typed: Record<string, string>): Record<string, number> {
	return Object.fromEntries(Object.entries(typed).map(([name, value]) => [name, Number(value)]));
}
