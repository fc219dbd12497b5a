import * as v from 'valibot';
import * as m from '#lib/paraglide/messages.js';
import { isWallTime } from '#lib/time/wall-time.ts';

const MAX_TEXT_LENGTH = 2000;

/** All that `private.is_clean_text` refuses, and NUL, which Postgres cannot keep at all. */
const UNCLEAN = /(?![\t\n\r])[\p{Cc}\u202A-\u202E\u2066-\u2069]/u;

/** Text that one person types and others read: no control characters, no bidirectional overrides. */
export const cleanText = v.pipe(
	v.string(),
	v.trim(),
	v.check(
		(text) => Array.from(text).length <= MAX_TEXT_LENGTH,
		() => m.booking_text_too_long({ limit: MAX_TEXT_LENGTH })
	),
	v.check(
		(text) => !UNCLEAN.test(text),
		() => m.booking_text_unclean()
	)
);

const wallTime = v.config(
	v.pipe(
		v.string(),
		v.nonEmpty(() => m.booking_time_missing()),
		v.check(isWallTime, () => m.booking_time_malformed())
	),
	{ abortPipeEarly: true }
);

/**
 * A time as it was picked and a slot offered instead are instants; what a person types is the time
 * on the lab's wall. `picked_*` tells which of two equal wall times was meant on the day the clocks
 * are put back.
 */
const times = {
	start: wallTime,
	end: wallTime,
	picked_start: v.optional(v.string(), ''),
	picked_end: v.optional(v.string(), ''),
	/** `start/end` of an alternative that was pressed; it takes the place of what was typed. */
	slot: v.optional(v.string(), '')
};

const purposeCode = v.optional(v.pipe(v.string(), v.maxLength(40)), '');

export const bookingSchema = v.object({
	...times,
	organisation_id: v.optional(v.union([v.literal(''), v.pipe(v.string(), v.uuid())]), ''),
	purpose: v.optional(cleanText, ''),
	purpose_code: purposeCode,
	idempotency_key: v.pipe(v.string(), v.minLength(1), v.maxLength(255))
});

export const purposeSchema = v.object({ purpose_code: purposeCode });

export const moveSchema = v.object(times);

export const cancelSchema = v.object({ reason: v.optional(cleanText, '') });

/** What a party says of a no-show, which both have to give reasons for. */
export const noShowSchema = v.object({ reason: v.optional(cleanText, '') });

/** The start of the slot that a customer takes of those a closure offers; `none` cancels. */
export const offerSchema = v.object({
	slot: v.union([v.literal('none'), v.pipe(v.string(), v.isoTimestamp())])
});

export const decisionSchema = v.object({
	booking_id: v.pipe(v.string(), v.uuid()),
	note: v.optional(cleanText, '')
});

/** A time as a form sends it, and what was picked or pressed. */
export type WishedTimes = Pick<
	v.InferOutput<typeof moveSchema>,
	'start' | 'end' | 'picked_start' | 'picked_end' | 'slot'
>;
