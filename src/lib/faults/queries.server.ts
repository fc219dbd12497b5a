import { read } from '#lib/catalogue/read.server.ts';
import type { Db } from '#lib/server/supabase.ts';

const NAME = 'name, language, name_en';
const MAX_ROWS = 200;

/** What is wrong with an instrument, as everybody may know it, the worst first. */
export async function listOpenFaults(db: Db, instrumentId: string) {
	return read(db.rpc('open_faults', { instrument_id: instrumentId }));
}

export type OpenFault = Awaited<ReturnType<typeof listOpenFaults>>[number];

/** The faults of a platform, the worst and then the latest first. */
export async function listFaults(db: Db, platformId: string, isOpen: boolean) {
	const query = db
		.from('faults')
		.select(
			`id, severity, description, advice, closure_id, created_at, settled_at,
			instrument:instruments(id, ${NAME}),
			reporter:people!faults_reported_by_fkey(display_name)`
		)
		.eq('platform_id', platformId)
		.limit(MAX_ROWS);
	return read(
		isOpen
			? query
					.is('settled_at', null)
					.order('severity', { ascending: false })
					.order('created_at', { ascending: false })
			: query.not('settled_at', 'is', null).order('settled_at', { ascending: false })
	);
}

/** The faults that a person has reported of an instrument and that are open. */
export async function listOwnFaults(db: Db, instrumentId: string, personId: string) {
	return read(
		db
			.from('faults')
			.select('id, severity, description, created_at')
			.eq('instrument_id', instrumentId)
			.eq('reported_by', personId)
			.is('settled_at', null)
			.order('created_at', { ascending: false })
			.limit(MAX_ROWS)
	);
}

/** A fault with what the lab has found out; null when there is none for whoever asks. */
export async function findFault(db: Db, id: string) {
	return read(
		db
			.from('faults')
			.select(
				`id, severity, description, advice, booking_id, settled_at, settlement, created_at,
				instrument:instruments(id, ${NAME}),
				platform:platforms(id, ${NAME}, time_zone),
				reporter:people!faults_reported_by_fkey(id, display_name, phone),
				closure:closures(id, status, during),
				comments:fault_comments(id, body, created_at, author:people(display_name))`
			)
			.eq('id', id)
			.order('created_at', { referencedTable: 'fault_comments' })
			.maybeSingle()
	);
}
