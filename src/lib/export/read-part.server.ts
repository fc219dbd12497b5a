import type { PostgrestResponse } from '@supabase/supabase-js';
import * as v from 'valibot';
import { read, readPage } from '#lib/catalogue/read.server.ts';
import type { Db } from '#lib/server/supabase.ts';
import { toCells, type Row } from './csv-cells.ts';
import { BYTE_ORDER_MARK, formatCsvLine } from './csv-line.ts';
import {
	nameInRow,
	PARTS,
	selectionOf,
	writtenColumns,
	type ExportedPlatform,
	type Part
} from './parts.ts';

/** As many rows as a hosted project gives in one answer. */
const PAGE_SIZE = 1000;

/** Names that are kept for the pages to come; of more customers the next page asks again. */
const MOST_NAMES = 20_000;

const namesSchema = v.record(v.string(), v.string());

/** How many rows of each part the person would get, and what the files of bookings come to. */
export async function countParts(db: Db, platform: ExportedPlatform) {
	const [files, ...parts] = await Promise.all([
		read(db.rpc('sum_shared_files', { platform_id: platform.id }).single()),
		...PARTS.map(async (part) => {
			const counted = toUntyped(db)
				.from(part.table)
				.select(selectionOf(part), { count: 'exact', head: true });
			const { total } = await readPage(ofPlatform(counted, part, platform));
			return { part, rows: total };
		})
	]);
	return { parts, files };
}

/**
 * The file of a part as text, a page of rows in memory at a time. A page is two questions: one for
 * its rows and, where they name somebody new, one for the names.
 */
export async function* readPart(
	db: Db,
	part: Part,
	platform: ExportedPlatform,
	onRows: (count: number) => void = () => undefined
): AsyncGenerator<string> {
	const written = writtenColumns(part);
	const named = written.filter(({ kind }) => kind === 'name').map(({ reads }) => reads);
	const names = new Map<string, string>();
	const toLine = toCells(part);

	yield BYTE_ORDER_MARK + formatCsvLine(written.map(({ name }) => name));
	for await (const rows of readRows(db, part, platform)) {
		await addNames(db, names, rows, named);
		onRows(rows.length);
		yield rows.map((row) => formatCsvLine(toLine(row, (id) => names.get(id) ?? ''))).join('');
	}
}

/** The rows of a part as the person sees them, page by page in the order of their keys. */
export async function* readRows(
	db: Db,
	part: Part,
	platform: ExportedPlatform
): AsyncGenerator<Row[]> {
	const { keys = ['id'] } = part;
	let last: Row | undefined;
	do {
		let query = ofPlatform(
			toUntyped(db).from(part.table).select(selectionOf(part)),
			part,
			platform
		);
		if (last !== undefined) query = after(query, part, last);
		for (const key of keys) query = query.order(key);
		const { rows } = await readPage(query.limit(PAGE_SIZE));
		if (rows.length > 0) yield rows;
		last = rows.length === PAGE_SIZE ? rows.at(-1) : undefined;
	} while (last !== undefined);
}

/** A query of a table that comes from a list, which the client's own types cannot follow. */
type Query = PromiseLike<PostgrestResponse<Row>> & {
	eq(column: string, value: string): Query;
	gt(column: string, value: string): Query;
	gte(column: string, value: string): Query;
	or(filters: string): Query;
	order(column: string): Query;
	limit(count: number): Query;
};

type Untyped = {
	from(table: string): {
		select(columns: string, options?: { count: 'exact'; head: true }): Query;
	};
};

function toUntyped(db: unknown): Untyped {
	return db as Untyped;
}

function ofPlatform(query: Query, { ownedBy, anyOf }: Part, platform: ExportedPlatform): Query {
	let owned = query;
	if (ownedBy !== undefined) owned = owned.eq(ownedBy, platform.id);
	if (anyOf !== undefined) owned = owned.or(anyOf(platform));
	return owned;
}

/** The rows that follow the last one in the order of their keys, of which there are one or two. */
function after(query: Query, { keys = ['id'], columns }: Part, last: Row): Query {
	const [first = '', second] = keys;
	const valueOf = (key: string) => {
		const column = columns.find((one) => one === key || one.endsWith(`:${key}`)) ?? key;
		return String(last[nameInRow(column)]);
	};
	if (second === undefined) return query.gt(first, valueOf(first));
	return query
		.gte(first, valueOf(first))
		.or(
			`${first}.gt.${valueOf(first)},and(${first}.eq.${valueOf(first)},${second}.gt.${valueOf(second)})`
		);
}

/** Asks for the names that the rows need and nobody has asked for; unknown ones stay empty. */
async function addNames(
	db: Db,
	names: Map<string, string>,
	rows: Row[],
	columns: string[]
): Promise<void> {
	const needed = new Set(
		rows
			.flatMap((row) => columns.map((column) => row[column]))
			.filter((id) => typeof id === 'string')
	);
	const missing = [...needed].filter((id) => !names.has(id));
	if (missing.length === 0) return;
	if (names.size + missing.length > MOST_NAMES) {
		names.clear();
		return addNames(db, names, rows, columns);
	}

	const found = v.parse(namesSchema, await read(db.rpc('names_of', { ids: missing })));
	for (const id of missing) names.set(id, found[id] ?? '');
}
