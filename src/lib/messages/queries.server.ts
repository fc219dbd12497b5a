import { read } from '#lib/catalogue/read.server.ts';
import type { Db } from '#lib/server/supabase.ts';

/** The messages of a booking in order; none for whoever is on neither side of it. */
export async function listThread(db: Db, bookingId: string) {
	return read(db.rpc('booking_thread', { booking_id: bookingId }));
}

export type ThreadMessage = Awaited<ReturnType<typeof listThread>>[number];

/** The bookings with messages that are new to the person asking, the latest first. */
export async function listUnread(db: Db, platformId?: string) {
	const threads = await read(db.rpc('unread_booking_messages'));
	if (threads.length === 0) return [];

	let query = db
		.from('bookings')
		.select(
			`id, starts_at, ends_at,
			instrument:instruments(id, name, language, name_en),
			platform:platforms(time_zone),
			organisation:organisations(id, name, language, name_en)`
		)
		.in(
			'id',
			threads.map(({ booking_id }) => booking_id)
		);
	if (platformId !== undefined) query = query.eq('platform_id', platformId);
	const bookings = new Map((await read(query)).map((booking) => [booking.id, booking]));
	return threads.flatMap(({ booking_id, unread }) => {
		const booking = bookings.get(booking_id);
		return booking ? [{ booking, unread }] : [];
	});
}

export type UnreadThread = Awaited<ReturnType<typeof listUnread>>[number];
