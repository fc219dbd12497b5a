import { randomUUID } from 'node:crypto';
import { error } from '@sveltejs/kit';
import { link } from '#lib/i18n/link.ts';
import * as m from '#lib/paraglide/messages.js';
import { isManagerOf } from '#lib/platforms/managed-platform.server.ts';
import { requireClaims } from '#lib/server/auth.ts';
import {
	changeCourse,
	grantQualification,
	planSession,
	revokeQualification
} from '#lib/training/commands.server.ts';
import {
	changeCourseSchema,
	grantSchema,
	revokeSchema,
	sessionSchema
} from '#lib/training/course-schema.ts';
import { findCourse, listAllSessions, listQualified } from '#lib/training/queries.server.ts';
import { act } from '#lib/ui/action-form/act.server.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

export const load: PageServerLoad = async (event) => {
	const { supabase } = event.locals;
	const { id } = event.params;
	const [course, sessions, qualified, { platforms }] = await Promise.all([
		findCourse(supabase, id),
		listAllSessions(supabase, id),
		listQualified(supabase, id),
		event.parent()
	]);
	if (!platforms.some((platform) => platform.id === course.platform.id)) {
		error(404, m.error_not_found_title());
	}
	return {
		course,
		sessions,
		qualified,
		isManager: await isManagerOf(supabase, requireClaims(event), course.platform),
		now: new Date(),
		formKey: randomUUID()
	};
};

export const actions: Actions = {
	change: act(
		'change',
		changeCourseSchema,
		({ locals, params }: RequestEvent, sent) => changeCourse(locals.supabase, params.id, sent),
		() => m.course_changed()
	),
	plan: act(
		'plan',
		sessionSchema,
		async ({ locals, params }: RequestEvent, sent) => {
			const { id, platform } = await findCourse(locals.supabase, params.id);
			return planSession(locals.supabase, { id, timeZone: platform.time_zone }, sent);
		},
		() => m.course_session_planned(),
		({ id, course_id }) =>
			link('/(app)/lab/courses/[id=uuid]/sessions/[sessionId=uuid]', {
				id: course_id,
				sessionId: id
			})
	),
	grant: act(
		'grant',
		grantSchema,
		({ locals, params }: RequestEvent, sent) =>
			grantQualification(locals.supabase, params.id, sent),
		() => m.qualification_grant_done()
	),
	revoke: act(
		'revoke',
		revokeSchema,
		({ locals }: RequestEvent, sent) => revokeQualification(locals.supabase, sent),
		() => m.qualification_revoke_done()
	)
};
