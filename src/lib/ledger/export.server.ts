import { read } from '#lib/catalogue/read.server.ts';
import { encode, streamOf } from '#lib/server/stream-of.ts';
import type { Db } from '#lib/server/supabase.ts';
import { addDays, startOfDate } from '#lib/time/calendar-date.ts';
import type { LedgerRecord, SealedDay } from './canonical.ts';
import {
	DIGESTS_FORMAT,
	EXPORT_FORMAT,
	readRecord,
	toCsv,
	toJson,
	type ExportHead
} from './export-file.ts';
import { toWorkbook } from './export-workbook.ts';
import { LEDGER_ZONE, listLedgerKeys, listOwnDigests, listSealedDays } from './queries.server.ts';

const RECORDS_AT_ONCE = 500;
const DAYS_AT_ONCE = 30;

type SealedDays = Awaited<ReturnType<typeof listSealedDays>>;

export type ExportForm = 'json' | 'csv' | 'xlsx';

/** The head of an export until the end of a sealed day. */
export function exportHead(platformId: string, until: string): ExportHead {
	const end = startOfDate(addDays(until, 1), LEDGER_ZONE).toISOString();
	return {
		format: EXPORT_FORMAT,
		definition: 'yixiang-service-record/1',
		platform_id: platformId,
		zone: LEDGER_ZONE,
		until,
		as_of: end.replace(/(\.\d{3})Z$/, '$1000Z')
	};
}

/**
 * A platform's ledger from its first record on, as it was at the end of a sealed day, read and
 * written part by part. Nothing in it depends on when it is asked for.
 */
export function streamLedger(
	db: Db,
	head: ExportHead,
	form: ExportForm
): ReadableStream<Uint8Array> {
	return streamOf(
		form === 'xlsx'
			? toWorkbook(head, recordsOf(db, head), () => readOwnDigests(db, head))
			: encode(writeLedger(db, head, form))
	);
}

async function* writeLedger(
	db: Db,
	head: ExportHead,
	form: 'json' | 'csv'
): AsyncGenerator<string> {
	const writer = form === 'json' ? toJson(head) : toCsv(head);
	yield writer.open();
	for await (const page of pagesOf(db, head)) {
		yield page.map((record) => writer.record(record)).join('');
	}
	yield writer.close(await readOwnDigests(db, head));
}

async function* pagesOf(db: Db, head: ExportHead): AsyncGenerator<LedgerRecord[]> {
	for (let after = 0; ;) {
		const page = await read(
			db.rpc('ledger_page', {
				platform_id: head.platform_id,
				after_seq: after,
				recorded_before: head.as_of,
				size: RECORDS_AT_ONCE
			})
		);
		const records = page.map(readRecord);
		yield records;
		if (records.length < RECORDS_AT_ONCE) return;
		after = Number(records.at(-1)?.seq);
	}
}

async function* recordsOf(db: Db, head: ExportHead): AsyncGenerator<LedgerRecord> {
	for await (const page of pagesOf(db, head)) yield* page;
}

function readOwnDigests(db: Db, head: ExportHead) {
	return listOwnDigests(db, head.platform_id, head.until);
}

/** All sealed days with what proves them, for keeping. */
export function streamDigests(db: Db): ReadableStream<Uint8Array> {
	return streamOf(encode(writeDigests(db)));
}

async function* writeDigests(db: Db): AsyncGenerator<string> {
	const keys = await listLedgerKeys(db);
	yield `${JSON.stringify({
		format: DIGESTS_FORMAT,
		keys: keys.map(({ id, public_key }) => ({ id, public_key }))
	}).slice(0, -1)},"days":[`;
	let isFirst = true;
	for (let before: string | null = null; ;) {
		const days: SealedDays = await listSealedDays(db, { before, limit: DAYS_AT_ONCE });
		for (const day of days) {
			yield `${isFirst ? '' : ','}\n${JSON.stringify(toSealedDay(day))}`;
			isFirst = false;
		}
		if (days.length < DAYS_AT_ONCE) break;
		before = days.at(-1)?.day ?? null;
	}
	yield '\n]}\n';
}

function toSealedDay(sealed: SealedDays[number]): SealedDay {
	return {
		day: sealed.day,
		prev_digest: sealed.prev_digest,
		digest: sealed.digest,
		key_id: sealed.key_id,
		signature: sealed.signature,
		platforms: sealed.platforms
			.map(({ last_seq, ...platform }) => ({ ...platform, last_seq: String(last_seq) }))
			.sort((one, other) => (one.platform_id < other.platform_id ? -1 : 1))
	};
}
