import type { SupabaseClient } from '@supabase/supabase-js';
import type { Database, Json } from '#lib/database.types.ts';
import type { ImportKind } from './columns.ts';
import type { Entry } from './entry.ts';
import { parseOutcomes, type RowOutcome } from './row-outcome.ts';

export type Destination = {
	kind: ImportKind;
	/** One id for all batches of a run, under which the audit keeps them. */
	runId: string;
	platformId: string | null;
	isDryRun: boolean;
	/** Opening hours of instruments that have none, in wall time of the laboratory. */
	hours: { opens: string; closes: string };
};

/** The database took none of a batch; `key` is the message it raised (docs/error-codes.md). */
export class ImportRefusedError extends Error {
	readonly key: string;

	constructor(key: string) {
		super(key);
		this.name = 'ImportRefusedError';
		this.key = key;
	}
}

type Caller = Pick<SupabaseClient<Database>, 'rpc'>;

/** The database gave the call up after its time. */
const QUERY_CANCELED = '57014';

/**
 * Sends one batch to the import function of its kind; in halves when all at once takes too long.
 *
 * @throws {ImportRefusedError} when the database takes none of it
 */
export async function sendBatch(
	db: Caller,
	entries: Entry[],
	destination: Destination
): Promise<RowOutcome[]> {
	const { data, error } = await callImport(db, entries, destination);
	if (error === null) return parseOutcomes(data);
	if (error.code !== QUERY_CANCELED || entries.length < 2) {
		throw new ImportRefusedError(error.message);
	}
	const half = Math.ceil(entries.length / 2);
	return [
		...(await sendBatch(db, entries.slice(0, half), destination)),
		...(await sendBatch(db, entries.slice(half), destination))
	];
}

function callImport(
	db: Caller,
	entries: Entry[],
	{ kind, runId, platformId, isDryRun, hours }: Destination
) {
	const batch = {
		rows: entries as Json,
		run_id: runId,
		dry_run: isDryRun,
		...(platformId !== null && { platform_id: platformId })
	};
	return kind === 'instruments'
		? db.rpc('import_instruments', { ...batch, ...hours })
		: db.rpc(`import_${kind}`, batch);
}
