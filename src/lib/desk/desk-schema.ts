import * as v from 'valibot';
import { EXTENSION_MINUTES } from './desk.ts';

const bookingId = v.pipe(v.string(), v.uuid());

export const reportSchema = v.object({ booking_id: bookingId });

export const extensionSchema = v.object({
	booking_id: bookingId,
	/** The end that the person saw, so that two presses are not twice the time. */
	ends_at: v.pipe(v.string(), v.isoTimestamp()),
	minutes: v.pipe(v.string(), v.transform(Number), v.picklist(EXTENSION_MINUTES))
});
