import { read } from '#lib/catalogue/read.server.ts';
import type { Db } from '#lib/server/supabase.ts';
import { formatInstant, toPeriod, type Period } from '#lib/time/period.ts';
import { parseRange } from './range-text.ts';

const NAME = 'name, language, name_en';
/** Within one answer of the Data API, whose rows a hosted project limits to a thousand. */
const MAX_ROWS = 1000;

/** All that the people at the instruments need to know of a day: two questions, whatever there is. */
export async function listDay(db: Db, platformId: string, day: Period) {
	const [start, end] = [formatInstant(day.start), formatInstant(day.end)];
	const [bookings, closures] = await Promise.all([
		read(
			db
				.from('bookings')
				.select(
					`id, starts_at, ends_at, status, effective_status, purpose,
					instrument:instruments(id, ${NAME}, model, units),
					organisation:organisations(id, ${NAME}),
					person:people!bookings_person_id_fkey(display_name, phone),
					rule:booking_rules(setup_minutes, teardown_minutes),
					occupancy:occupancies(unit)`
				)
				.eq('platform_id', platformId)
				.not('status', 'in', '(cancelled,declined,expired)')
				.lt('starts_at', end)
				.gt('ends_at', start)
				.order('starts_at')
				.order('id')
				.limit(MAX_ROWS)
		),
		read(
			db
				.from('closures')
				.select(
					`id, kind, during, reason, status, instrument:instruments(id, ${NAME}, model, units)`
				)
				.eq('platform_id', platformId)
				.in('status', ['planned', 'active'])
				.overlaps('during', `[${start},${end})`)
				.order('during')
				.limit(MAX_ROWS)
		)
	]);
	return {
		bookings: bookings.filter((booking) => booking.effective_status !== 'expired'),
		closures: closures.map(({ during, ...closure }) => ({
			...closure,
			...toPeriod(parseRange(String(during)))
		}))
	};
}
