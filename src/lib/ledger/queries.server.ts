import * as v from 'valibot';
import { read } from '#lib/catalogue/read.server.ts';
import type { Db } from '#lib/server/supabase.ts';
import { addDays, startOfDate } from '#lib/time/calendar-date.ts';
import { formatInstant } from '#lib/time/period.ts';
import { decodeRecordCursor, encodeRecordCursor, type RecordFilters } from './record-filters.ts';

const PAGE_SIZE = 30;
const MAX_ROWS = 1000;
/** The days of the ledger are those of one zone for all platforms. */
export const LEDGER_ZONE = 'Asia/Shanghai';

const NAME = 'name, language, name_en';
const TITLE = 'name:title, language, name_en:title_en';
const RESOURCES = `instrument:instruments(id, ${NAME}), dataset:datasets(id, ${TITLE}),
	literature:literature_items(id, ${TITLE}), service:services(id, ${NAME})`;
const PARTIES = `platform:platforms(id, ${NAME}, time_zone),
	beneficiary:organisations!service_records_beneficiary_id_fkey(id, ${NAME})`;

/** Whose records are listed; without any, all that the person asking may see. */
export type RecordScope = { platformId?: string; organisationIds?: string[] };

/** One page of records in their last versions, the latest service first. */
export async function listRecords(
	db: Db,
	scope: RecordScope,
	filters: RecordFilters,
	cursor: string | null
) {
	let query = db
		.from('current_service_records')
		.select(
			`id, seq, version, kind, state, starts_at, ends_at, quantity, unit, currency, charged_fen,
			beneficiary_class, purpose_code, is_shared, is_flagged, customer_confirmation, lab_confirmation,
			${RESOURCES}, ${PARTIES}`
		)
		.order('starts_at', { ascending: false })
		.order('id', { ascending: false })
		.limit(PAGE_SIZE + 1);
	const platformId = scope.platformId ?? filters.platform;
	if (platformId !== null) query = query.eq('platform_id', platformId);
	if (scope.organisationIds) query = query.in('beneficiary_id', scope.organisationIds);
	if (filters.kind !== null) query = query.eq('kind', filters.kind);
	if (filters.class !== null) query = query.eq('beneficiary_class', filters.class);
	if (filters.from !== null) {
		query = query.gte('starts_at', formatInstant(startOfDate(filters.from, LEDGER_ZONE)));
	}
	if (filters.until !== null) {
		const end = startOfDate(addDays(filters.until, 1), LEDGER_ZONE);
		query = query.lt('starts_at', formatInstant(end));
	}
	if (filters.todo === 'flagged') query = query.is('is_flagged', true);
	else if (filters.todo === 'purpose') query = query.is('purpose_code', null);
	else if (filters.todo === 'open') query = query.eq('customer_confirmation', 'open');
	else if (filters.todo === 'disputed') {
		query = query.or('customer_confirmation.eq.disputed,lab_confirmation.eq.disputed');
	}

	const position = cursor === null ? null : decodeRecordCursor(cursor);
	if (position) {
		const [startsAt, id] = position;
		query = query.or(`starts_at.lt."${startsAt}",and(starts_at.eq."${startsAt}",id.lt.${id})`);
	}

	const rows = await read(query);
	const records = rows.slice(0, PAGE_SIZE).map(known);
	const last = records.at(-1);
	return {
		records,
		nextCursor: last && rows.length > PAGE_SIZE ? encodeRecordCursor(last.starts_at, last.id) : null
	};
}

export type ListedRecord = Awaited<ReturnType<typeof listRecords>>['records'][number];

type Known<Row> = {
	[Column in keyof Row]: Column extends Optional ? Row[Column] : NonNullable<Row[Column]>;
};
/** What may be absent of a record; the types of a view say so of every column. */
type Optional =
	'charged_fen' | 'purpose_code' | 'instrument' | 'dataset' | 'literature' | 'service';

function known<Row>(row: Row): Known<Row> {
	return row as Known<Row>;
}

/** A record with all that its page shows; null for those it is none of the business of. */
export async function findRecord(db: Db, id: string) {
	return read(
		db
			.from('service_records')
			.select(
				`*, is_shared, confirmed_from, my_side_of_record, ${RESOURCES}, ${PARTIES},
				details:service_record_details(content, subject_name, reason),
				people:service_record_people(person:people!service_record_people_person_id_fkey(display_name)),
				confirmations:service_record_confirmations(side, verdict, reason, created_at)`
			)
			.eq('id', id)
			.order('created_at', { referencedTable: 'confirmations' })
			.maybeSingle()
	);
}

export type FoundRecord = NonNullable<Awaited<ReturnType<typeof findRecord>>>;

/** The versions of a record with the reasons they were made for, the first first. */
export async function listVersions(db: Db, id: string) {
	return read(
		db
			.rpc('service_record_versions', { record_id: id })
			.select('id, version, seq, recorded_at, details:service_record_details(reason)')
	);
}

/** Where both sides stand on a record; null of a version that was corrected. */
export async function findStanding(db: Db, id: string) {
	return read(
		db
			.from('current_service_records')
			.select('customer_confirmation, lab_confirmation')
			.eq('id', id)
			.maybeSingle()
	);
}

export function listPurposes(db: Db) {
	return read(db.from('purpose_codes').select('code, name, name_en').order('position'));
}

/** What a platform can have rendered, and whom it can have served, for its form. */
export async function listServiceChoices(db: Db, platformId: string) {
	const [instruments, datasets, literature, services, organisations] = await Promise.all([
		read(
			db
				.from('instruments')
				.select(`id, ${NAME}`)
				.eq('platform_id', platformId)
				.order('name')
				.limit(MAX_ROWS)
		),
		read(
			db
				.from('datasets')
				.select(`id, ${TITLE}`)
				.eq('platform_id', platformId)
				.order('title')
				.limit(MAX_ROWS)
		),
		read(
			db
				.from('literature_items')
				.select(`id, ${TITLE}`)
				.eq('platform_id', platformId)
				.order('title')
				.limit(MAX_ROWS)
		),
		read(
			db
				.from('services')
				.select(`id, ${NAME}`)
				.eq('platform_id', platformId)
				.order('name')
				.limit(MAX_ROWS)
		),
		read(db.from('organisations').select(`id, ${NAME}`).order('name').limit(MAX_ROWS))
	]);
	return { instruments, datasets, literature, services, organisations };
}

/** The platforms that an evaluator chooses among. */
export function listPlatforms(db: Db) {
	return read(db.from('platforms').select(`id, ${NAME}`).order('name').limit(MAX_ROWS));
}

const DAYS =
	'day, prev_digest, digest, key_id, signature, platforms:ledger_digests(platform_id, last_seq, head_hash, digest)';

/** Sealed days, the latest first. */
export function listSealedDays(
	db: Db,
	{ before, limit }: { before: string | null; limit: number }
) {
	let query = db.from('ledger_days').select(DAYS).order('day', { ascending: false }).limit(limit);
	if (before !== null) query = query.lt('day', before);
	return read(query);
}

export function listLedgerKeys(db: Db) {
	return read(db.from('ledger_keys').select('id, public_key, first_used').order('first_used'));
}

/** How far a platform's chain was at the end of each sealed day until one. */
export async function listOwnDigests(db: Db, platformId: string, until: string) {
	const rows = await read(
		db
			.from('ledger_digests')
			.select('day, last_seq, head_hash, digest')
			.eq('platform_id', platformId)
			.lte('day', until)
			.order('day')
			.limit(MAX_ROWS)
	);
	return rows.map(({ last_seq, ...digest }) => ({ ...digest, last_seq: String(last_seq) }));
}

export const classEvidenceSchema = v.record(v.string(), v.string());

/** The last sealed day, or the last until a day; null while none is. */
export async function findLastSealedDay(db: Db, until: string | null): Promise<string | null> {
	let query = db.from('ledger_days').select('day').order('day', { ascending: false }).limit(1);
	if (until !== null) query = query.lte('day', until);
	const [last] = await read(query);
	return last?.day ?? null;
}

/** Whether the person asking sees a platform's ledger as a whole, and not only what is their own. */
export function mayExport(db: Db, platformId: string): Promise<boolean> {
	return read(db.rpc('sees_whole_ledger', { platform_id: platformId }));
}
