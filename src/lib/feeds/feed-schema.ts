import * as v from 'valibot';
import { Constants } from '#lib/database.types.ts';

/** What the page of calendars sends to have a feed made: what of, and of which. */
export const newFeedSchema = v.object({
	kind: v.picklist(Constants.public.Enums.calendar_feed_kind),
	subject_id: v.optional(v.union([v.literal(''), v.pipe(v.string(), v.uuid())]), '')
});

/** What it sends to change one. */
export const feedSchema = v.object({ feed_id: v.pipe(v.string(), v.uuid()) });
