/** How the rows of a use log travel to the database. */
import { addMinutes } from '#lib/time/period.ts';
import type { LoggedUse } from './use-log-row.ts';

export type NumberedUse = { row: number; use: LoggedUse };

export type Batch = {
	rows: NumberedUse[];
	/** Rows of earlier batches that may overlap with these, or be of the same booking. */
	before: NumberedUse[];
};

const BATCH_SIZE = 250;
/** As many as the database takes beside a batch. */
const MOST_BEFORE = 500;
/** Longer than bookings are. */
const MINUTES_BEFORE = 31 * 24 * 60;

/**
 * By instrument and time, so that rows which have to do with one another are near, however the file is
 * ordered. A preview and the import take the same batches in the same order, and flag the same rows.
 */
export function inBatches(uses: NumberedUse[]): Batch[] {
	const sorted = uses.toSorted(
		(one, other) =>
			compare(one.use.instrument, other.use.instrument) ||
			compare(one.use.starts_at, other.use.starts_at) ||
			one.row - other.row
	);
	const batches: Batch[] = [];
	for (let from = 0; from < sorted.length; from += BATCH_SIZE) {
		const rows = sorted.slice(from, from + BATCH_SIZE);
		batches.push({
			rows,
			before: rowsBefore(sorted.slice(Math.max(0, from - MOST_BEFORE), from), rows)
		});
	}
	return batches;
}

function rowsBefore(earlier: NumberedUse[], [first]: NumberedUse[]): NumberedUse[] {
	if (first === undefined) return [];
	const since = addMinutes(new Date(first.use.starts_at), -MINUTES_BEFORE);
	return earlier.filter(
		({ use }) => use.instrument === first.use.instrument && new Date(use.ends_at) > since
	);
}

function compare(one: string, other: string): number {
	return one < other ? -1 : Number(one > other);
}
