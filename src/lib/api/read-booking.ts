import { toRefusal } from '#lib/server/database-error.ts';
import type { Db } from '#lib/server/supabase.ts';
import { BOOKING_COLUMNS, toApiBooking } from './api-booking.ts';
import { notFound, problemOfRefusal } from './problem.ts';

/**
 * A booking as the API shows it, with its use and what is due.
 *
 * @throws Problem 404 for those whose business it is not.
 */
export async function readBooking(db: Db, id: string | null) {
	if (id === null) throw notFound();
	const { data, error } = await db
		.from('bookings')
		.select(BOOKING_COLUMNS)
		.eq('id', id)
		.order('started_at', { referencedTable: 'usage_sessions' })
		.maybeSingle();
	if (error) throw problemOfRefusal(toRefusal(error));
	if (!data) throw notFound();
	return toApiBooking(data);
}
