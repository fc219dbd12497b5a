import * as v from 'valibot';
import { Constants } from '#lib/database.types.ts';

const optionalText = v.nullable(v.string());
const names = { name: v.string(), name_en: optionalText };
const place = {
	province: optionalText,
	city: optionalText,
	county: optionalText,
	street: optionalText
};
const bookingStatus = v.picklist(Constants.public.Enums.booking_status);

const contentSchema = v.object({
	kind: v.picklist(Constants.public.Enums.calendar_feed_kind),
	/** The language of the feed's owner: a calendar program has none of its own. */
	language: v.string(),
	/** What the feed is of; null for a person's own. */
	subject: v.nullable(v.object(names)),
	bookings: v.array(
		v.object({
			id: v.string(),
			instrument_id: v.string(),
			platform_id: v.string(),
			starts_at: v.string(),
			ends_at: v.string(),
			status: bookingStatus,
			effective_status: bookingStatus,
			revision: v.number(),
			created_at: v.string(),
			updated_at: v.string(),
			/** Who comes; left out where it is always the reader. */
			person: v.optional(v.string()),
			organisation: v.optional(v.object(names))
		})
	),
	/** Time that is taken without a booking that the reader may know of. */
	uses: v.array(
		v.object({
			id: v.string(),
			instrument_id: v.string(),
			kind: v.picklist(Constants.public.Enums.occupancy_kind),
			starts_at: v.string(),
			ends_at: v.string(),
			is_released: v.boolean(),
			revision: v.number(),
			changed_at: v.string()
		})
	),
	instruments: v.record(v.string(), v.object({ platform_id: v.string(), ...names, ...place })),
	platforms: v.record(
		v.string(),
		v.object({ ...names, ...place, directions: optionalText, directions_en: optionalText })
	)
});

export type FeedContent = v.InferOutput<typeof contentSchema>;

/** What `read_calendar_feed` answers; the content is null where the reader knows it already. */
export const feedAnswerSchema = v.object({
	digest: v.string(),
	changed_at: v.string(),
	content: v.nullable(contentSchema)
});
