import { read } from '#lib/catalogue/read.server.ts';
import type { Db } from '#lib/server/supabase.ts';
import type { CalendarDate } from '#lib/time/calendar-date.ts';

const MAX_EXCEPTIONS = 400;

/** The weekly hours of an instrument, its exceptions from a day on, and the holidays known. */
export async function getOpening(db: Db, instrumentId: string, from: CalendarDate) {
	const [hours, exceptions, calendars] = await Promise.all([
		read(
			db
				.from('opening_hours')
				.select('weekday, opens, closes')
				.eq('instrument_id', instrumentId)
				.order('weekday')
				.order('opens')
		),
		read(
			db
				.from('opening_exceptions')
				.select('on_date, opens, closes, reason, holiday_year')
				.eq('instrument_id', instrumentId)
				.gte('on_date', from)
				.order('on_date')
				.order('opens')
				.limit(MAX_EXCEPTIONS)
		),
		read(db.from('holiday_calendars').select('year, document_no').eq('country', 'CN').order('year'))
	]);
	return { hours, exceptions, calendars };
}

export type Opening = Awaited<ReturnType<typeof getOpening>>;
