import * as v from 'valibot';
import * as m from '#lib/paraglide/messages.js';
import { cleanText, neededText } from '#lib/ui/form/clean-text.ts';

const id = v.pipe(v.string(), v.uuid());
const key = v.pipe(v.string(), v.minLength(1), v.maxLength(255));
const reason = neededText(2000);

/** A count as it is typed; what is left empty stays so. */
function countUpTo(most: number, say: () => string) {
	return v.pipe(
		v.string(),
		v.trim(),
		v.check((text) => text === '' || (/^\d{1,4}$/.test(text) && +text >= 1 && +text <= most), say)
	);
}

const course = {
	name: neededText(200),
	name_en: v.optional(cleanText(200), ''),
	description: v.optional(cleanText(4000), ''),
	valid_months: v.optional(
		countUpTo(120, () => m.course_months_invalid()),
		''
	)
};

export const addCourseSchema = v.object({ ...course, idempotency_key: key });
export const changeCourseSchema = v.object({ ...course, is_given: v.optional(v.string(), '') });

export const sessionSchema = v.object({
	start: v.pipe(
		v.string(),
		v.nonEmpty(() => m.booking_time_missing())
	),
	end: v.pipe(
		v.string(),
		v.nonEmpty(() => m.booking_time_missing())
	),
	place: neededText(200),
	seats: v.pipe(
		countUpTo(500, () => m.course_seats_invalid()),
		v.nonEmpty(() => m.course_seats_invalid())
	),
	idempotency_key: key
});

export const sessionIdSchema = v.object({ session_id: id });
export const cancelSessionSchema = v.object({ reason });
export const passSchema = v.object({ person_ids: v.optional(v.array(id), []) });
export const grantSchema = v.object({
	mail: v.pipe(
		v.string(),
		v.trim(),
		v.email(() => m.course_mail_invalid())
	),
	reason,
	idempotency_key: key
});
export const revokeSchema = v.object({ qualification_id: id, reason });
