import { readId, requirePerson } from '#lib/api/input.ts';
import { api, notFound, problemOfRefusal } from '#lib/api/problem.ts';
import { bookingToCalendar } from '#lib/bookings/booking-calendar.ts';
import { toRefusal } from '#lib/server/database-error.ts';

const COLUMNS = `
	id, starts_at, ends_at, status, effective_status, revision, created_at, updated_at,
	instrument:instruments (name, name_en, province, city, county, street),
	platform:platforms (name, name_en, province, city, county, street, directions, directions_en)
`;

export const GET = api(async (event) => {
	requirePerson(event);
	const id = readId(event);
	if (id === null) throw notFound();

	const { data, error } = await event.locals.supabase
		.from('bookings')
		.select(COLUMNS)
		.eq('id', id)
		.maybeSingle();
	if (error) throw problemOfRefusal(toRefusal(error));
	if (!data) throw notFound();

	const { instrument, platform, ...booking } = data;
	const calendar = bookingToCalendar(booking, { origin: event.url.origin, instrument, platform });
	return new Response(calendar, {
		headers: {
			'Content-Type': 'text/calendar; charset=utf-8',
			'Content-Disposition': `attachment; filename="yixiang-${id}.ics"`
		}
	});
});
