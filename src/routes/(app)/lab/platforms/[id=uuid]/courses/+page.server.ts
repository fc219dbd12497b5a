import { randomUUID } from 'node:crypto';
import { error } from '@sveltejs/kit';
import { link } from '#lib/i18n/link.ts';
import * as m from '#lib/paraglide/messages.js';
import { isManagerOf } from '#lib/platforms/managed-platform.server.ts';
import { requireClaims } from '#lib/server/auth.ts';
import { addCourse } from '#lib/training/commands.server.ts';
import { addCourseSchema } from '#lib/training/course-schema.ts';
import { listCourses } from '#lib/training/queries.server.ts';
import { act } from '#lib/ui/action-form/act.server.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

export const load: PageServerLoad = async (event) => {
	const { platforms } = await event.parent();
	const platform = platforms.find(({ id }) => id === event.params.id);
	if (!platform) error(404, m.error_not_found_title());

	const { supabase } = event.locals;
	const now = new Date();
	const [courses, isManager] = await Promise.all([
		listCourses(supabase, platform.id, now, { all: true }),
		isManagerOf(supabase, requireClaims(event), platform)
	]);
	return { platform, courses, isManager, now, formKey: randomUUID() };
};

export const actions: Actions = {
	add: act(
		'add',
		addCourseSchema,
		({ locals, params }: RequestEvent, sent) => addCourse(locals.supabase, params.id, sent),
		({ name }) => m.course_added({ name }),
		({ id }) => link('/(app)/lab/courses/[id=uuid]', { id })
	)
};
