import { error } from '@sveltejs/kit';
import { read } from '#lib/catalogue/read.server.ts';
import * as m from '#lib/paraglide/messages.js';
import type { Db } from '#lib/server/supabase.ts';
import { formatInstant } from '#lib/time/period.ts';

const PLATFORM = 'platform:platforms(id, name, language, name_en, time_zone, organisation_id)';
const COURSE = 'id, name, name_en, description, valid_months, retired_at';
const SESSION = 'id, starts_at, ends_at, place, seats, seats_taken, cancelled_at, cancel_reason';
const MAX_ROWS = 200;

/** @throws 404 when there is no such course. */
export async function findCourse(db: Db, id: string) {
	const course = await read(
		db.from('courses').select(`${COURSE}, ${PLATFORM}`).eq('id', id).maybeSingle()
	);
	if (!course) error(404, m.error_not_found_title());
	return course;
}

/** The courses that a platform gives, with when next; with `all`, those it gives no longer too. */
export async function listCourses(db: Db, platformId: string, now: Date, { all = false } = {}) {
	let query = db
		.from('courses')
		.select(`${COURSE}, sessions:course_sessions(${SESSION})`)
		.eq('platform_id', platformId)
		.is('sessions.cancelled_at', null)
		.gt('sessions.starts_at', formatInstant(now))
		.order('starts_at', { referencedTable: 'course_sessions' })
		.order('name')
		.limit(MAX_ROWS);
	if (!all) query = query.is('retired_at', null);
	return read(query);
}

/** The sessions of a course that are to come. */
export async function listSessions(db: Db, courseId: string, now: Date) {
	return read(
		db
			.from('course_sessions')
			.select(SESSION)
			.eq('course_id', courseId)
			.is('cancelled_at', null)
			.gt('starts_at', formatInstant(now))
			.order('starts_at')
			.limit(MAX_ROWS)
	);
}

/** All sessions of a course, the latest first, for the lab. */
export async function listAllSessions(db: Db, courseId: string) {
	return read(
		db
			.from('course_sessions')
			.select(SESSION)
			.eq('course_id', courseId)
			.order('starts_at', { ascending: false })
			.limit(MAX_ROWS)
	);
}

export type CourseSession = Awaited<ReturnType<typeof listSessions>>[number];

/** A session with who has a seat at it; null when there is none. */
export async function findSession(db: Db, courseId: string, sessionId: string) {
	return read(
		db
			.from('course_sessions')
			.select(
				`${SESSION}, enrolments:course_enrolments(id, created_at, qualification_id, withdrawn_at,
					person:people(id, display_name, phone))`
			)
			.eq('id', sessionId)
			.eq('course_id', courseId)
			.is('enrolments.withdrawn_at', null)
			.order('created_at', { referencedTable: 'course_enrolments' })
			.maybeSingle()
	);
}

/** Whoever holds or held a course, those who lose it soonest first, for the lab. */
export async function listQualified(db: Db, courseId: string) {
	return read(
		db
			.from('qualifications')
			.select(
				`id, granted_at, grant_reason, expires_at, revoked_at, revoke_reason,
				person:people!qualifications_person_id_fkey(id, display_name, phone)`
			)
			.eq('course_id', courseId)
			.order('revoked_at', { nullsFirst: true })
			.order('expires_at', { nullsFirst: false })
			.order('id')
			.limit(MAX_ROWS)
	);
}

export type Qualified = Awaited<ReturnType<typeof listQualified>>[number];

/** What a person holds or held, the latest first. */
export async function listQualifications(db: Db, personId: string) {
	return read(
		db
			.from('qualifications')
			.select(
				`id, granted_at, expires_at, revoked_at, revoke_reason,
				course:courses(id, name, name_en, ${PLATFORM})`
			)
			.eq('person_id', personId)
			.order('granted_at', { ascending: false })
			.limit(MAX_ROWS)
	);
}

/** The seats that a person has at sessions to come. */
export async function listEnrolments(db: Db, personId: string, now: Date) {
	return read(
		db
			.from('course_enrolments')
			.select(
				`id, session:course_sessions!inner(${SESSION}, course:courses(id, name, name_en, ${PLATFORM}))`
			)
			.eq('person_id', personId)
			.is('withdrawn_at', null)
			.gt('session.ends_at', formatInstant(now))
			.order('session(starts_at)')
			.limit(MAX_ROWS)
	);
}
