import { read } from '#lib/catalogue/read.server.ts';
import type { Db } from '#lib/server/supabase.ts';

/** How far a laboratory has come in opening its instruments. */
export type LabProgress = {
	hasInstrument: boolean;
	/** At least one instrument can be booked. */
	hasRules: boolean;
	/** Somebody beside whoever began works here too. */
	hasColleague: boolean;
	hasBooking: boolean;
};

/** Asked in one question, of which each part looks no further than it must. */
export async function readLabProgress(db: Db, platformId: string): Promise<LabProgress> {
	const platform = await read(
		db
			.from('platforms')
			.select(
				`instruments!instruments_platform_id_fkey(id),
				bookable:instruments!instruments_platform_id_fkey(id),
				memberships(id), bookings(id)`
			)
			.eq('id', platformId)
			.is('instruments.retired_at', null)
			.is('bookable.has_rules', true)
			.limit(1, { referencedTable: 'instruments' })
			.limit(1, { referencedTable: 'bookable' })
			.limit(2, { referencedTable: 'memberships' })
			.limit(1, { referencedTable: 'bookings' })
			.single()
	);
	return {
		hasInstrument: platform.instruments.length > 0,
		hasRules: platform.bookable.length > 0,
		hasColleague: platform.memberships.length > 1,
		hasBooking: platform.bookings.length > 0
	};
}
