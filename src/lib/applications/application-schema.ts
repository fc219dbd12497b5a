import * as v from 'valibot';
import { parseYuan } from '#lib/import/fen.ts';
import * as m from '#lib/paraglide/messages.js';
import { isCalendarDate } from '#lib/time/calendar-date.ts';
import { isWallTime } from '#lib/time/wall-time.ts';
import { cleanText, neededText } from '#lib/ui/form/clean-text.ts';

const key = v.pipe(v.string(), v.minLength(1), v.maxLength(255));
const purpose = v.pipe(
	v.string(),
	v.minLength(1, () => m.application_purpose_missing()),
	v.maxLength(50)
);
const organisation = v.optional(v.union([v.literal(''), v.pipe(v.string(), v.uuid())]), '');
/** The licence in the words that were shown; it is accepted by the box beside it. */
const licence = v.optional(v.string(), '');
/*
 * Boxes and buttons send `yes`. They are read as text: a literal that is missing would be taken for
 * given by the form library, which knows what it has to be.
 */
const press = v.optional(v.string(), '');

function agreedTo(say: () => string) {
	return v.pipe(
		press,
		v.check((text) => text === 'yes', say)
	);
}

/** A count as it is typed. */
function countUpTo(most: number) {
	return v.pipe(
		v.string(),
		v.trim(),
		v.check(
			(text) => /^\d{1,4}$/.test(text) && +text >= 1 && +text <= most,
			() => m.application_number_invalid({ most })
		)
	);
}

export const dataSchema = v.object({
	purpose_code: purpose,
	intended_use: v.optional(cleanText(2000), ''),
	licence,
	agreed: press,
	organisation_id: organisation,
	/** Which of the two buttons was pressed. */
	draft: press,
	idempotency_key: key
});
export const resumeSchema = v.omit(dataSchema, ['organisation_id', 'idempotency_key']);
export const literatureSchema = v.object({
	purpose_code: purpose,
	note: v.optional(cleanText(2000), ''),
	agreed: agreedTo(m.application_copy_rule_missing),
	organisation_id: organisation,
	idempotency_key: key
});
export const licenceSchema = v.object({
	licence,
	agreed: agreedTo(m.application_licence_missing)
});

export const nothingSchema = v.object({});
export const withdrawSchema = v.object({ reason: v.optional(cleanText(2000), '') });
export const askSchema = v.object({ reason: neededText(2000) });
export const refuseSchema = v.object({
	reason_code: v.pipe(
		v.string(),
		v.minLength(1, () => m.application_reason_missing())
	),
	reason: neededText(2000)
});
export const approveSchema = v.object({
	licence: neededText(500),
	access_until: v.pipe(
		v.string(),
		v.check(isCalendarDate, () => m.application_date_invalid())
	),
	download_limit: countUpTo(1000),
	reason: v.optional(cleanText(2000), '')
});
export const acceptSchema = v.object({
	pages: countUpTo(2000),
	ready_by: v.pipe(
		v.string(),
		v.check(isWallTime, () => m.booking_time_malformed())
	)
});
export const fulfilSchema = v.object({ pages: countUpTo(2000) });
export const linkSchema = v.object({
	url: v.pipe(
		v.string(),
		v.trim(),
		v.maxLength(2000),
		v.url(() => m.application_link_invalid())
	),
	idempotency_key: key
});
export const retireSchema = v.object({ delivery_id: v.pipe(v.string(), v.uuid()) });
export const openSchema = v.object({
	delivery_id: v.pipe(v.string(), v.uuid()),
	licence,
	agreed: press
});
export const reportSchema = v.object({ report: neededText(4000) });
export const confirmSchema = v.object({
	rating: v.optional(v.picklist(['', '1', '2', '3', '4', '5']), ''),
	comment: v.optional(cleanText(2000), '')
});
export const messageSchema = v.object({ body: neededText(4000), idempotency_key: key });
export const termsSchema = v.object({
	page_fee: v.pipe(
		v.string(),
		v.check(
			(text) => (parseYuan(text) ?? -1) >= 0,
			() => m.delivery_terms_fee_invalid()
		)
	),
	delivery_days: countUpTo(30),
	review_days: countUpTo(30)
});
