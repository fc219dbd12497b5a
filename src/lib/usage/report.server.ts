import type { PostgrestError } from '@supabase/supabase-js';
import * as v from 'valibot';
import { read } from '#lib/catalogue/read.server.ts';
import { encode, streamOf } from '#lib/server/stream-of.ts';
import type { Db } from '#lib/server/supabase.ts';
import { exceptionText } from './counter-exceptions.ts';
import {
	isReported,
	REPORTS,
	tsvHead,
	tsvRow,
	usageRow,
	writeJson,
	type ReportHead,
	type UsageRow
} from './counter-report.ts';
import { lastDayOf } from './months.ts';

/** So many that none of their rows is cut off by the most that the Data API gives at once. */
const ITEMS_AT_ONCE = 60;
const PLATFORM_ROWS_AT_ONCE = 1000;

export type ReportForm = 'tsv' | 'json';

type Page = { rows: UsageRow[]; next: (() => Promise<Page>) | null };

/** The months that reports can be made of; null while there are none. */
export function findAvailableMonths(db: Db) {
	return read(db.rpc('usage_available').maybeSingle());
}

/**
 * A report as a stream. The first page is read before, so that whoever may not have it is refused
 * instead of given half a file.
 *
 * @throws the refusal of the database.
 */
export async function streamReport(
	db: Db,
	head: ReportHead,
	platformId: string | null,
	form: ReportForm
): Promise<ReadableStream<Uint8Array>> {
	const first = await readFirst(db, head, platformId);
	const rows = rowsOf(head, first);
	const begun = await rows.next();
	// A report of nothing says so, else it could be taken for one that failed (R5.1, appendix D).
	const said = begun.done === true && head.given !== null ? sayEmpty(head) : head;
	const all = resume(begun, rows);
	return streamOf(encode(form === 'json' ? writeJson(said, all) : writeTsv(said, all)));
}

/** Whether a failure is the refusal of a report that one may not have. */
export function isRefused(failure: unknown): boolean {
	return (
		typeof failure === 'object' && failure !== null && 'code' in failure && failure.code === 'PT403'
	);
}

function sayEmpty(head: ReportHead): ReportHead {
	const { begin, end } = head.asked;
	return {
		...head,
		exceptions: [
			...head.exceptions,
			exceptionText(3030, `request was for ${begin} to ${lastDayOf(end)}`)
		]
	};
}

async function* resume(
	begun: IteratorResult<UsageRow>,
	rows: AsyncGenerator<UsageRow>
): AsyncGenerator<UsageRow> {
	if (begun.done === true) return;
	yield begun.value;
	yield* rows;
}

async function* writeTsv(head: ReportHead, rows: AsyncIterable<UsageRow>): AsyncGenerator<string> {
	// Spreadsheets take a file for Unicode by its first bytes.
	yield `\uFEFF${tsvHead(head)}`;
	for await (const row of rows) yield tsvRow(head, row);
}

async function* rowsOf(head: ReportHead, first: Page): AsyncGenerator<UsageRow> {
	for (let page: Page | null = first; page; page = page.next ? await page.next() : null) {
		yield* page.rows.filter((row) => isReported(head.id, row));
	}
}

function readFirst(db: Db, head: ReportHead, platformId: string | null): Promise<Page> {
	const { kind, of } = REPORTS[head.id];
	// Asked for even where there is nothing to give, for who may not have it is refused all the same.
	const { begin, end } = head.given ?? head.asked;
	const asked = {
		resource_kind: kind,
		begin_month: begin,
		end_month: end,
		...(platformId !== null && { platform_id: platformId })
	};

	async function readItems(after: string | null): Promise<Page> {
		const rows = await answered(
			db.rpc('usage_of_items', {
				...asked,
				...(after !== null && { after }),
				size: ITEMS_AT_ONCE
			})
		);
		const last = rows.at(-1)?.resource_id;
		return {
			rows,
			next: last === undefined || head.given === null ? null : () => readItems(last)
		};
	}
	async function readPlatforms(offset: number): Promise<Page> {
		const rows = await answered(
			db.rpc('usage_of_platforms', asked).range(offset, offset + PLATFORM_ROWS_AT_ONCE - 1)
		);
		const isLast = rows.length < PLATFORM_ROWS_AT_ONCE || head.given === null;
		return { rows, next: isLast ? null : () => readPlatforms(offset + PLATFORM_ROWS_AT_ONCE) };
	}
	return of === 'items' ? readItems(null) : readPlatforms(0);
}

async function answered(
	query: PromiseLike<{ data: unknown; error: PostgrestError | null }>
): Promise<UsageRow[]> {
	const { data, error } = await query;
	if (error) throw error;
	return v.parse(v.array(usageRow), data);
}
