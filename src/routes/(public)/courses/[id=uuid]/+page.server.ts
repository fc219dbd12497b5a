import { requireClaims } from '#lib/server/auth.ts';
import { signInAddress } from '#lib/server/sign-in-address.ts';
import * as m from '#lib/paraglide/messages.js';
import { enrol, withdraw } from '#lib/training/commands.server.ts';
import { sessionIdSchema } from '#lib/training/course-schema.ts';
import {
	findCourse,
	listEnrolments,
	listQualifications,
	listSessions
} from '#lib/training/queries.server.ts';
import { act } from '#lib/ui/action-form/act.server.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

export const load: PageServerLoad = async ({ params, url, locals: { supabase, claims } }) => {
	const now = new Date();
	const [course, sessions, enrolments, qualifications] = await Promise.all([
		findCourse(supabase, params.id),
		listSessions(supabase, params.id, now),
		claims ? listEnrolments(supabase, claims.sub, now) : [],
		claims ? listQualifications(supabase, claims.sub) : []
	]);
	return {
		course,
		sessions,
		now,
		mine: enrolments.map(({ session }) => session.id),
		/** What the reader holds of this course, the one that holds longest first. */
		held: qualifications.find((held) => held.course.id === course.id && held.revoked_at === null),
		signInHref: claims ? null : signInAddress(url)
	};
};

export const actions: Actions = {
	enrol: act(
		'enrol',
		sessionIdSchema,
		(event: RequestEvent, { session_id }) => {
			requireClaims(event);
			return enrol(event.locals.supabase, session_id);
		},
		() => m.course_enrol_done()
	),
	withdraw: act(
		'withdraw',
		sessionIdSchema,
		(event: RequestEvent, { session_id }) => {
			requireClaims(event);
			return withdraw(event.locals.supabase, session_id);
		},
		() => m.course_withdraw_done()
	)
};
