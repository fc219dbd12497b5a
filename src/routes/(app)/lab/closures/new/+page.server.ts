import { randomUUID } from 'node:crypto';
import { error, fail, redirect } from '@sveltejs/kit';
import { listBookableInstruments } from '#lib/bookings/lab-queries.server.ts';
import { readWish } from '#lib/bookings/wished-period.ts';
import {
	judgePlan,
	readTypedPlan,
	type ClosurePlan,
	type PlanErrors
} from '#lib/closures/closure-plan.ts';
import { planClosure } from '#lib/closures/commands.server.ts';
import { previewClosure, type ClosureWish } from '#lib/closures/queries.server.ts';
import { link } from '#lib/i18n/link.ts';
import * as m from '#lib/paraglide/messages.js';
import { setFlash } from '#lib/server/flash.ts';
import type { Db } from '#lib/server/supabase.ts';
import type { Actions, PageServerLoad } from './$types';

/** The plan stands in the address, so that its impact can be looked at, shared and gone back to. */
export const load: PageServerLoad = async ({ url, locals, parent }) => {
	const { platforms } = await parent();
	const params = url.searchParams;
	const asked = params.get('platform') ?? platforms[0]?.id;
	const platform = platforms.find(({ id }) => id === asked);
	if (!platform) error(404, m.error_not_found_title());

	const typed = readTypedPlan(params);
	const instruments = await listBookableInstruments(locals.supabase, platform.id);
	const noErrors: PlanErrors = {};
	const shown = { platform, instruments, typed, idempotencyKey: randomUUID() };
	// Nothing was asked yet, but perhaps for which instrument.
	if (!params.has('start')) return { ...shown, errors: noErrors, preview: null };

	const judged = judge(typed, platform.time_zone);
	if (!judged.ok) return { ...shown, errors: judged.errors, preview: null };
	return {
		...shown,
		errors: noErrors,
		preview: await previewClosure(locals.supabase, judged.wish)
	};
};

export const actions: Actions = {
	default: async ({ request, locals, cookies }) => {
		const sent = await request.formData();
		const key = sent.get('idempotency_key');
		const instrumentId = sent.get('instrument');
		if (typeof key !== 'string' || key === '' || typeof instrumentId !== 'string') {
			return fail(400, { message: m.closure_instruments_missing() });
		}
		const timeZone = await findZone(locals.supabase, instrumentId);
		const judged = judge(readTypedPlan(sent), timeZone);
		if (!judged.ok) {
			return fail(400, { message: Object.values(judged.errors)[0] ?? m.closure_refusal_kind() });
		}

		const { kind, reason } = judged.plan;
		const outcome = await planClosure(locals.supabase, {
			...judged.wish,
			kind,
			reason,
			idempotencyKey: key
		});
		if (!outcome.ok) return fail(outcome.status, { message: outcome.message });

		const [first] = outcome.data;
		setFlash(cookies, { tone: 'ok', text: m.closure_planned({ count: outcome.data.length }) });
		redirect(
			303,
			first && outcome.data.length === 1
				? link('/(app)/lab/closures/[id=uuid]', { id: first.id })
				: `${link('/lab/closures')}?platform=${first?.platform_id ?? ''}`
		);
	}
};

function judge(
	typed: ReturnType<typeof readTypedPlan>,
	timeZone: string
): { ok: true; plan: ClosurePlan; wish: ClosureWish } | { ok: false; errors: PlanErrors } {
	const judged = judgePlan(typed);
	if (!judged.ok) return judged;

	const { plan } = judged;
	const read = readWish(
		{ start: plan.start, end: plan.end, picked_start: '', picked_end: '', slot: '' },
		timeZone
	);
	if (!read.ok) return { ok: false, errors: { [read.field]: read.message } };
	return {
		ok: true,
		plan,
		wish: {
			instrumentIds: plan.instruments,
			period: read.period,
			everyWeeks: plan.every_weeks,
			repeatUntil: plan.repeat_until || null
		}
	};
}

async function findZone(db: Db, instrumentId: string): Promise<string> {
	const { data } = await db
		.from('instruments')
		.select('platform:platforms(time_zone)')
		.eq('id', instrumentId)
		.maybeSingle();
	if (!data) error(404, m.error_not_found_title());
	return data.platform.time_zone;
}
