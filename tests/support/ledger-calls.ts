/** The functions of the ledger, called the way the Data API calls them. */
import { book, checkIn, checkOut, inDays, letBegin } from './booking-calls.ts';
import { aCast } from './builders.ts';
import { asPerson } from './act-as.ts';
import type { Db } from './to-db.ts';

type Id = { id: string };

export type ServiceRecord = {
	id: string;
	platform_id: string;
	seq: string;
	version: number;
	corrects: string | null;
	kind: string;
	state: string;
	booking_id: string | null;
	beneficiary_id: string;
	beneficiary_class: string;
	class_evidence: Record<string, string>;
	makerspace_id: string | null;
	purpose_code: string | null;
	reserved_from: Date | null;
	reserved_until: Date | null;
	starts_at: Date;
	ends_at: Date;
	quantity: string;
	unit: string;
	list_price_fen: string | null;
	charged_fen: string | null;
	paid_fen: string | null;
	voucher_fen: string | null;
	source: string;
	flags: string[];
	details_digest: string;
	recorded_at: Date;
	prev_hash: string;
	hash: string;
};

export function recordService(
	db: Db,
	person: Id,
	platform: Id,
	service: Record<string, unknown>
): Promise<ServiceRecord> {
	return asPerson(db, person.id, () =>
		db.one<ServiceRecord>('select * from public.record_service($1, $2)', [platform.id, service])
	);
}

export function correctRecord(
	db: Db,
	person: Id,
	record: Id,
	changes: Record<string, unknown>,
	reason = 'Ein Irrtum'
): Promise<ServiceRecord> {
	return asPerson(db, person.id, () =>
		db.one<ServiceRecord>('select * from public.correct_service_record($1, $2, $3)', [
			record.id,
			changes,
			reason
		])
	);
}

export type Answer = { id: string; side: string; verdict: string; reason: string | null };

export function confirmRecord(
	db: Db,
	person: Id,
	record: Id,
	side: 'customer' | 'lab' | null = null
): Promise<Answer> {
	return asPerson(db, person.id, () =>
		db.one<Answer>('select * from public.confirm_service_record($1, $2)', [record.id, side])
	);
}

export function disputeRecord(db: Db, person: Id, record: Id, reason: string): Promise<Answer> {
	return asPerson(db, person.id, () =>
		db.one<Answer>('select * from public.dispute_service_record($1, $2)', [record.id, reason])
	);
}

/** Where both sides stand on a record. */
export function standingOf(db: Db, record: Id) {
	return db.one<{ customer: string; lab: string }>(
		`select public.confirmation(records, 'customer') as customer,
			public.confirmation(records, 'lab') as lab
		from public.service_records as records where id = $1`,
		[record.id]
	);
}

/**
 * Takes off the seals of days for the rest of the transaction, as somebody who owns the database would to
 * seal everything anew. Figures of a sealed window leave out what is recorded after the last seal, and
 * whether another test has sealed by now is a matter of order. To be called first in a test.
 */
export async function openLedger(db: Db): Promise<void> {
	// All at once and first, so that no test beside this one is met half-way, and holding none while
	// waiting for another: who reads them takes them in either order.
	await db.query('savepoint before_lock');
	for (;;) {
		try {
			await db.query(
				`lock table public.service_records, public.ledger_days, public.ledger_digests
				in access exclusive mode nowait`
			);
			break;
		} catch (error) {
			if ((error as { code?: string }).code !== '55P03') throw error;
			await db.query('rollback to savepoint before_lock');
			await new Promise((resolve) => setTimeout(resolve, 20));
		}
	}
	await db.query('alter table public.ledger_days disable trigger _100_refuse_change');
	await db.query('alter table public.ledger_digests disable trigger _100_refuse_change');
	await db.query('delete from public.ledger_digests');
	await db.query('delete from public.ledger_days');
	await db.query('alter table public.ledger_days enable trigger _100_refuse_change');
	await db.query('alter table public.ledger_digests enable trigger _100_refuse_change');
}

/** The usual cast, with a use of the instrument that ben's startup booked, and its record. */
export async function aServedCast(db: Db, instrument: Parameters<typeof aCast>[1] = {}) {
	const cast = await aCast(db, instrument);
	await db.query('update public.platforms set organisation_id = $2 where id = $1', [
		cast.platform.id,
		cast.university.id
	]);
	const booking = await book(db, cast.ben, {
		instrument: cast.instrument,
		start: inDays(1, '10:00'),
		end: inDays(1, '12:00'),
		purpose: 'Querschliff'
	});
	await letBegin(db, booking, 5);
	await checkIn(db, cast.ben, booking);
	const session = await checkOut(db, cast.ben, booking);
	const record = await db.one<ServiceRecord>(
		'select * from public.service_records where booking_id = $1',
		[booking.id]
	);
	return { ...cast, booking, session, record };
}
