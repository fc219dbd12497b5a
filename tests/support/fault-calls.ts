/** The functions of faults, called the way the Data API calls them. */
import { asPerson, type Db } from './database.ts';

type Id = { id: string };
export type Severity = 'minor' | 'degraded' | 'unusable';

export type Fault = {
	id: string;
	severity: Severity;
	advice: string | null;
	closure_id: string | null;
	settled_at: Date | null;
};

const COLUMNS = 'id, severity, advice, closure_id, settled_at';

export function reportFault(
	db: Db,
	person: Id,
	fault: { instrument: Id; severity?: Severity; description?: string; booking?: Id }
): Promise<Fault> {
	return asPerson(db, person.id, () =>
		db.one<Fault>(`select ${COLUMNS} from public.report_fault($1, $2, $3, $4)`, [
			fault.instrument.id,
			fault.severity ?? 'degraded',
			fault.description ?? '样品台异响',
			fault.booking?.id ?? null
		])
	);
}

export function assessFault(
	db: Db,
	person: Id,
	fault: Id,
	severity: Severity,
	advice?: string
): Promise<Fault> {
	return asPerson(db, person.id, () =>
		db.one<Fault>(`select ${COLUMNS} from public.assess_fault($1, $2, $3)`, [
			fault.id,
			severity,
			advice ?? null
		])
	);
}

export function commentOnFault(db: Db, person: Id, fault: Id, body: string): Promise<Id> {
	return asPerson(db, person.id, () =>
		db.one<Id>('select id from public.comment_on_fault($1, $2)', [fault.id, body])
	);
}

export function closeForFault(db: Db, person: Id, fault: Id, end: string): Promise<Fault> {
	return asPerson(db, person.id, () =>
		db.one<Fault>(`select ${COLUMNS} from public.close_for_fault($1, $2)`, [fault.id, end])
	);
}

export function settleFault(
	db: Db,
	person: Id,
	fault: Id,
	word = '已更换限位开关'
): Promise<Fault> {
	return asPerson(db, person.id, () =>
		db.one<Fault>(`select ${COLUMNS} from public.settle_fault($1, $2)`, [fault.id, word])
	);
}
