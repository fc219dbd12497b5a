import { error } from '@sveltejs/kit';
import * as m from '#lib/paraglide/messages.js';
import { isManagerOf } from '#lib/platforms/managed-platform.server.ts';
import { requireClaims } from '#lib/server/auth.ts';
import { cancelSession, passCourse } from '#lib/training/commands.server.ts';
import { cancelSessionSchema, passSchema } from '#lib/training/course-schema.ts';
import { findCourse, findSession } from '#lib/training/queries.server.ts';
import { act } from '#lib/ui/action-form/act.server.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

export const load: PageServerLoad = async (event) => {
	const { supabase } = event.locals;
	const { id, sessionId } = event.params;
	const [course, session, { platforms }] = await Promise.all([
		findCourse(supabase, id),
		findSession(supabase, id, sessionId),
		event.parent()
	]);
	if (!session || !platforms.some((platform) => platform.id === course.platform.id)) {
		error(404, m.error_not_found_title());
	}
	return {
		course,
		session,
		isManager: await isManagerOf(supabase, requireClaims(event), course.platform),
		now: new Date()
	};
};

export const actions: Actions = {
	pass: act(
		'pass',
		passSchema,
		({ locals, params }: RequestEvent, { person_ids }) =>
			passCourse(locals.supabase, params.sessionId, person_ids),
		(count) => m.course_pass_done({ count })
	),
	cancel: act(
		'cancel',
		cancelSessionSchema,
		({ locals, params }: RequestEvent, { reason }) =>
			cancelSession(locals.supabase, params.sessionId, reason),
		() => m.course_cancel_done()
	)
};
