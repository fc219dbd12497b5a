import { read } from '#lib/catalogue/read.server.ts';
import { HOST_COLUMNS } from '#lib/platforms/host-columns.ts';
import type { Db } from '#lib/server/supabase.ts';

/** A service with what its page shows; null when there is none. */
export async function findService(db: Db, id: string) {
	return read(
		db
			.from('services')
			.select(
				`id, name, language, name_en, instrument_name, description, group_name, method_standard,
				unit_price_fen, currency, unit, turnaround_days, retired_at,
				platform:platforms(${HOST_COLUMNS}),
				instrument:instruments(id, name, language, name_en, model, picture, retired_at)`
			)
			.eq('id', id)
			.maybeSingle()
	);
}
