import { readWish } from '#lib/bookings/wished-period.ts';
import type { Tables } from '#lib/database.types.ts';
import * as m from '#lib/paraglide/messages.js';
import { toOutcome, type Outcome, type RefusalTexts } from '#lib/server/outcome.ts';
import type { Db } from '#lib/server/supabase.ts';
import { formatInstant } from '#lib/time/period.ts';

const REFUSALS: RefusalTexts = {
	course_not_found: () => m.course_not_found(),
	course_session_not_found: () => m.course_not_found(),
	course_in_use: () => m.course_in_use(),
	course_retired: () => m.course_retired_refusal(),
	course_session_past: () => m.course_session_past(),
	course_sessions_end_after_start: () => m.course_session_order(),
	course_session_full: () => m.course_session_full(),
	course_session_begun: () => m.course_session_begun(),
	course_session_not_begun: () => m.course_session_not_begun(),
	course_session_cancelled: () => m.course_session_is_cancelled(),
	enrolment_not_found: () => m.course_enrolment_gone(),
	person_not_found: () => m.course_person_unknown(),
	qualification_not_found: () => m.course_qualification_gone(),
	reason_needed: () => m.text_missing()
};

type CourseFields = {
	name: string;
	name_en: string;
	description: string;
	valid_months: string;
};

function toArguments({ name, name_en, description, valid_months }: CourseFields) {
	return {
		name,
		name_en,
		description,
		...(valid_months !== '' && { valid_months: Number(valid_months) })
	};
}

export function addCourse(
	db: Db,
	platformId: string,
	fields: CourseFields & { idempotency_key: string }
): Promise<Outcome<Tables<'courses'>>> {
	return toOutcome(
		db
			.rpc('add_course', { platform_id: platformId, ...toArguments(fields) })
			.setHeader('Idempotency-Key', fields.idempotency_key),
		REFUSALS
	);
}

export function changeCourse(
	db: Db,
	courseId: string,
	fields: CourseFields & { is_given: string }
): Promise<Outcome<Tables<'courses'>>> {
	return toOutcome(
		db.rpc('change_course', {
			course_id: courseId,
			...toArguments(fields),
			is_given: fields.is_given !== ''
		}),
		REFUSALS
	);
}

/** Announces a session; its times are those on the wall of the lab. */
export async function planSession(
	db: Db,
	course: { id: string; timeZone: string },
	wish: { start: string; end: string; place: string; seats: string; idempotency_key: string }
): Promise<Outcome<Tables<'course_sessions'>>> {
	const { start, end } = wish;
	const read = readWish(
		{ start, end, picked_start: '', picked_end: '', slot: '' },
		course.timeZone
	);
	if (!read.ok) return { ok: false, status: 422, key: 'time_malformed', message: read.message };

	return toOutcome(
		db
			.rpc('plan_course_session', {
				course_id: course.id,
				starts_at: formatInstant(read.period.start),
				ends_at: formatInstant(read.period.end),
				place: wish.place,
				seats: Number(wish.seats)
			})
			.setHeader('Idempotency-Key', wish.idempotency_key),
		REFUSALS
	);
}

export function cancelSession(db: Db, sessionId: string, reason: string) {
	return toOutcome(db.rpc('cancel_course_session', { session_id: sessionId, reason }), REFUSALS);
}

export function enrol(db: Db, sessionId: string): Promise<Outcome<Tables<'course_enrolments'>>> {
	return toOutcome(db.rpc('enrol_in_course', { session_id: sessionId }), REFUSALS);
}

export function withdraw(db: Db, sessionId: string): Promise<Outcome<unknown>> {
	return toOutcome(db.rpc('withdraw_from_course', { session_id: sessionId }), REFUSALS);
}

/** Says who has passed; answers how many of them are newly qualified. */
export function passCourse(
	db: Db,
	sessionId: string,
	personIds: string[]
): Promise<Outcome<number>> {
	return toOutcome(
		db.rpc('pass_course', { session_id: sessionId, person_ids: personIds }),
		REFUSALS
	);
}

export function grantQualification(
	db: Db,
	courseId: string,
	wish: { mail: string; reason: string; idempotency_key: string }
): Promise<Outcome<Tables<'qualifications'>>> {
	return toOutcome(
		db
			.rpc('grant_qualification', { course_id: courseId, mail: wish.mail, reason: wish.reason })
			.setHeader('Idempotency-Key', wish.idempotency_key),
		REFUSALS
	);
}

export function revokeQualification(
	db: Db,
	wish: { qualification_id: string; reason: string }
): Promise<Outcome<Tables<'qualifications'>>> {
	return toOutcome(db.rpc('revoke_qualification', wish), REFUSALS);
}
