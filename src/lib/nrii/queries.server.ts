import type { PostgrestSingleResponse } from '@supabase/supabase-js';
import { read } from '#lib/catalogue/read.server.ts';
import { toRefusal, type Refusal } from '#lib/server/database-error.ts';
import type { Db } from '#lib/server/supabase.ts';
import { writeRow, type Field, type Issue, type Wording, type Writing } from './field.ts';
import { INSTRUMENT_FIELDS, type NriiInstrument } from './instrument-fields.ts';
import {
	writeNriiFile,
	type NriiFile,
	type NriiForm,
	type NriiHead,
	type NriiList
} from './nrii-file.ts';
import { RECORD_FIELDS, type NriiRecord } from './record-fields.ts';
import { yearOf } from './window.ts';

const ROWS_AT_ONCE = 500;

export type NriiScope = { platform: string | null; organisation: string | null };

export type NriiWish = NriiScope & {
	from: string;
	to: string;
	/** In yuan; only instruments from this value on. */
	minWorth: number | null;
	asOf: string | null;
	origin: string;
	wording: Wording;
	includesPending: boolean;
};

/** The types of a function's answer leave out that a column can be null. */
type Head = {
	as_of_day: string | null;
	digest: string | null;
	ins_code: string | null;
	platforms: number;
	names_people: boolean;
};

type Opened<Row> = { ok: true; file: NriiFile<Row> } | { ok: false; refusal: Refusal };

function toArguments({ platform, organisation }: NriiScope) {
	return {
		...(platform !== null && { platform_id: platform }),
		...(organisation !== null && { organisation_id: organisation })
	};
}

async function openHead(
	db: Db,
	list: NriiList,
	wish: NriiWish
): Promise<{ ok: true; head: NriiHead; writing: Writing } | { ok: false; refusal: Refusal }> {
	const { data, error } = await db
		.rpc('nrii_head', {
			from_day: wish.from,
			until_day: wish.to,
			...toArguments(wish),
			...(wish.asOf !== null && { as_of: wish.asOf })
		})
		.single();
	if (error) return { ok: false, refusal: toRefusal(error) };
	const found = data as Head;
	return {
		ok: true,
		head: {
			list,
			platform: wish.platform,
			organisation: wish.organisation,
			from: wish.from,
			to: wish.to,
			min_worth: list === 'instruments' ? wish.minWorth : null,
			as_of: found.as_of_day,
			ledger_digest: found.digest,
			insCode: found.ins_code
		},
		writing: { origin: wish.origin, wording: wish.wording, namesPeople: found.names_people }
	};
}

/** Rows page after page, each page asked for by the last row of the one before. */
async function* paged<Row>(
	ask: (last: Row | undefined) => PromiseLike<PostgrestSingleResponse<Row[]>>
): AsyncGenerator<Row> {
	let last: Row | undefined;
	do {
		const page: Row[] = await read(ask(last));
		yield* page;
		last = page.length === ROWS_AT_ONCE ? page.at(-1) : undefined;
	} while (last !== undefined);
}

/** The instruments of a scope; their machine hours are those of the year that the window is. */
async function openInstruments(db: Db, wish: NriiWish): Promise<Opened<NriiInstrument>> {
	const opened = await openHead(db, 'instruments', wish);
	if (!opened.ok) return opened;
	const { head, writing } = opened;
	return {
		ok: true,
		file: {
			head,
			writing,
			fields: INSTRUMENT_FIELDS,
			includesPending: wish.includesPending,
			labelOf: (row) => row.inner_id ?? '',
			rows: () =>
				paged<NriiInstrument>((last) =>
					db.rpc('nrii_instruments', {
						year: Number(wish.from.slice(0, 4)),
						...toArguments(wish),
						...(wish.minWorth !== null && { min_worth_fen: wish.minWorth * 100 }),
						...(head.as_of !== null && { as_of: head.as_of }),
						...(last?.id != null && { after_id: last.id }),
						size: ROWS_AT_ONCE
					})
				)
		}
	};
}

/** The services of a scope's instruments that began in the window. */
async function openRecords(db: Db, wish: NriiWish): Promise<Opened<NriiRecord>> {
	const opened = await openHead(db, 'service-records', wish);
	if (!opened.ok) return opened;
	const { head, writing } = opened;
	return {
		ok: true,
		file: {
			head,
			writing,
			fields: RECORD_FIELDS,
			includesPending: wish.includesPending,
			labelOf: (row) => row.inner_id ?? '',
			rows: () =>
				paged<NriiRecord>((last) =>
					db.rpc('nrii_records', {
						from_day: wish.from,
						until_day: wish.to,
						...toArguments(wish),
						...(head.as_of !== null && { as_of: head.as_of }),
						...(last?.record_id != null &&
							last.starts_at !== null && {
								after_starts_at: last.starts_at,
								after_id: last.record_id
							}),
						size: ROWS_AT_ONCE
					})
				)
		}
	};
}

/** A list as the bytes of a file, read while they are written. */
export async function openList(
	db: Db,
	list: NriiList,
	wish: NriiWish,
	form: NriiForm,
	options: { withMark: boolean }
): Promise<
	| { ok: true; bytes: AsyncGenerator<Uint8Array>; namesPeople: boolean }
	| { ok: false; refusal: Refusal }
> {
	if (list === 'instruments') return written(await openInstruments(db, wish));
	return written(await openRecords(db, wish));

	function written<Row>(opened: Opened<Row>) {
		if (!opened.ok) return opened;
		const { file } = opened;
		return {
			ok: true as const,
			bytes: writeNriiFile(file, form, options),
			namesPeople: file.writing.namesPeople
		};
	}
}

/** Says that a file is about to leave, which is on record from here on. */
export async function recordNriiExport(
	db: Db,
	list: NriiList,
	wish: NriiWish
): Promise<Refusal | null> {
	const { error } = await db.rpc('record_nrii_export', {
		list,
		from_day: wish.from,
		until_day: wish.to,
		...toArguments(wish)
	});
	return error ? toRefusal(error) : null;
}

/** So many rows a page looks through before it says that there are more. */
const MOST_CHECKED = 2000;
const MOST_SHOWN = 50;

/** Of which row a page says that something is missing. */
type RowName = { id: string; label: string; title: string };

/** What the rows of a file lack, before it is taken: the first of them, and how often each field. */
async function checkFile<Row>(
	{ rows, fields, writing }: NriiFile<Row>,
	nameOf: (row: Row) => RowName
) {
	let [checked, complete] = [0, 0];
	let isCut = false;
	const shown: (RowName & { issues: Issue[] })[] = [];
	const byField = new Map<string, number>();
	for await (const row of rows()) {
		if (checked === MOST_CHECKED) {
			isCut = true;
			break;
		}
		checked += 1;
		const { issues, isComplete } = writeRow(fields, row, writing);
		if (isComplete) complete += 1;
		for (const { field } of issues) byField.set(field, (byField.get(field) ?? 0) + 1);
		if (issues.length > 0 && shown.length < MOST_SHOWN) shown.push({ ...nameOf(row), issues });
	}
	return {
		checked,
		complete,
		isCut,
		shown,
		byField: [...byField]
			.map(([name, count]) => ({ ...wordsOf(fields, name), name, count }))
			.sort((one, other) => other.count - one.count)
	};
}

export type Check = Awaited<ReturnType<typeof checkFile>>;

const nameOfInstrument = ({ id, inner_id, name }: NriiInstrument): RowName => ({
	id: id ?? '',
	label: inner_id ?? '',
	title: name ?? ''
});

const nameOfRecord = ({ record_id, end_hour, instrument_name }: NriiRecord): RowName => ({
	id: record_id ?? '',
	label: end_hour ?? '',
	title: instrument_name ?? ''
});

/** Both lists of a scope looked through, as a page shows them before a file is taken. */
export async function checkLists(
	db: Db,
	scope: NriiScope,
	{ from, to, minWorth, origin }: Pick<NriiWish, 'from' | 'to' | 'minWorth' | 'origin'>
) {
	const wish = {
		...scope,
		minWorth,
		origin,
		asOf: null,
		wording: 'labels',
		includesPending: false
	} as const;
	const [instruments, records] = await Promise.all([
		openInstruments(db, { ...wish, ...yearOf(from.slice(0, 4)) }),
		openRecords(db, { ...wish, from, to })
	]);
	if (!instruments.ok) return instruments;
	if (!records.ok) return records;
	return {
		ok: true as const,
		asOf: records.file.head.as_of,
		namesPeople: records.file.writing.namesPeople,
		instruments: await checkFile(instruments.file, nameOfInstrument),
		records: await checkFile(records.file, nameOfRecord)
	};
}

function wordsOf<Row>(fields: readonly Field<Row>[], name: string) {
	const field = fields.find((one) => one.name === name);
	return { zh: field?.zh ?? name, en: field?.en ?? name };
}

/** What a platform has stated of its unit. */
export function findUnit(db: Db, platformId: string) {
	return read(
		db
			.from('nrii_units')
			.select(
				`ins_code, department, carrier_type, carrier_name, contact_name, contact_phone,
				contact_email, address, postal_code`
			)
			.eq('platform_id', platformId)
			.maybeSingle()
	);
}

/** A service with what the register asks of it beside the ledger, for the form of it. */
export async function findSupplement(db: Db, recordId: string) {
	const record = await read(
		db
			.from('service_records')
			.select(
				`id, platform_id, starts_at, ends_at, purpose_code, contract_no,
				instrument:instruments(name, language, name_en),
				beneficiary:organisations!service_records_beneficiary_id_fkey(name, language, name_en),
				details:service_record_details(content, subject_name)`
			)
			.eq('id', recordId)
			.maybeSingle()
	);
	if (record === null) return null;
	const [first] = await read(
		db.rpc('service_record_versions', { record_id: recordId }).select('id').limit(1)
	);
	const supplement = await read(
		db
			.from('nrii_record_supplements')
			.select(
				`content, service_ways, subject_incomes, subject_areas, subject_content, user_comment,
				tax_record, move_address, customs_notice, has_agreement`
			)
			.eq('record_id', first?.id ?? recordId)
			.maybeSingle()
	);
	return { record, supplement };
}

/** Host organisations with their platforms, to choose among. */
export function listHosts(db: Db) {
	return read(
		db
			.from('organisations')
			.select('id, name, language, name_en, platforms!inner(id, name, language, name_en)')
			.order('name')
			.order('name', { referencedTable: 'platforms' })
			.limit(1000)
	);
}
