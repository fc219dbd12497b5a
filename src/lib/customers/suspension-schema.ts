import * as v from 'valibot';
import * as m from '#lib/paraglide/messages.js';
import { isCalendarDate } from '#lib/time/calendar-date.ts';
import { neededText } from '#lib/ui/form/clean-text.ts';

const id = v.pipe(v.string(), v.uuid());
const noneOrId = v.optional(v.union([v.literal(''), id]), '');

/** Of the person where one is named, and of the whole organisation otherwise. */
export const suspendSchema = v.object({
	organisation_id: id,
	person_id: noneOrId,
	last_day: v.pipe(
		v.string(),
		v.check(isCalendarDate, () => m.suspension_end_invalid())
	),
	reason: neededText(2000),
	idempotency_key: v.pipe(v.string(), v.minLength(1), v.maxLength(255))
});
export const liftSchema = v.object({ suspension_id: id, reason: neededText(2000) });
