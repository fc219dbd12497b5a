import * as v from 'valibot';
import { Constants } from '#lib/database.types.ts';

const named = v.object({ name: v.string(), name_en: v.nullish(v.string(), null) });
const instant = v.pipe(
	v.string(),
	v.transform((text) => new Date(text)),
	v.date()
);
const periodEntries = { starts_at: instant, ends_at: instant };

const schema = v.object({
	instrument: v.optional(named),
	platform: v.optional(v.object({ ...named.entries, id: v.optional(v.string()) })),
	organisation: v.optional(named),
	course: v.optional(named),
	/** What an application is for: a dataset or a work. */
	resource: v.optional(named),
	time_zone: v.optional(v.string(), 'Asia/Shanghai'),
	...v.partial(v.object(periodEntries)).entries,
	/** The time before it was moved, whenever that was. */
	previous: v.optional(v.object(periodEntries)),
	/** Where a session of a course is held. */
	place: v.optional(v.string()),
	/** Until when a request is answered, or expires. */
	decide_by: v.optional(instant),
	/** By when a lab should answer an application; late is only late. */
	answer_by: v.optional(instant),
	/** Why it was answered or cancelled as it was. */
	note: v.optional(v.string()),
	/** What was said of a no-show by the customer, and by the lab. */
	appeal: v.optional(v.object({ reason: v.optional(v.string()), answer: v.optional(v.string()) })),
	/** The closure that the booking is in the way of. */
	closure: v.optional(v.object({ ...periodEntries, reason: v.optional(v.string()) })),
	expires_at: v.optional(instant),
	/** A sealed day of the ledger, with all that is needed to check it. */
	ledger_day: v.optional(
		v.object({
			day: v.string(),
			digest: v.string(),
			signature: v.string(),
			public_key: v.string()
		})
	),
	/** An evaluation of platforms; days, and the digest of what was made public last. */
	evaluation: v.optional(
		v.object({
			...named.entries,
			id: v.string(),
			self_report_until: v.optional(v.string()),
			publicity_until: v.optional(instant),
			digest: v.optional(v.string())
		})
	),
	/** As what somebody is invited, or is a member now. */
	role: v.optional(v.picklist(Constants.public.Enums.membership_role)),
	/** Whose members an accepted invitation has added to. */
	members_of: v.optional(
		v.object({ organisation_id: v.string(), platform_id: v.optional(v.string()) })
	)
});

/** What a notice is worded from: how things were when it was written. */
export type NoticeFacts = v.InferOutput<typeof schema>;

/** @throws when the database has written facts that are none. */
export function readNoticeFacts(facts: unknown): NoticeFacts {
	return v.parse(schema, facts);
}
