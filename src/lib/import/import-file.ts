/*
 * A file into the catalogue: read, judge, send in batches, and say of each row what became of it. The
 * caller says how a batch reaches the database, so that a command line and a page share this.
 * Batches are committed one by one: what an interrupted import has taken stays, and running it again
 * takes the rest.
 */

import { COLUMNS, type ImportKind } from './columns.ts';
import { readDataset } from './dataset-row.ts';
import type { Entry, ImportContext, ReadEntry } from './entry.ts';
import { FirstRows } from './first-rows.ts';
import type { ImportTotals } from './import-report.ts';
import { readInstrument } from './instrument-row.ts';
import { readLiterature } from './literature-row.ts';
import { normaliseName } from './clean-text.ts';
import { ownerKey } from './owner.ts';
import { openTable, type OpenFile, type SourceTable } from './read-rows.ts';
import type { Refusal } from './refusal.ts';
import type { RowOutcome } from './row-outcome.ts';
import { readService } from './service-row.ts';

/** A call has eight seconds on Supabase, which a busy machine needs for a few times as many. */
const BATCH_SIZE = 250;

type EntryReader = (cells: Record<string, string>, context: ImportContext) => ReadEntry;

const READERS: Record<ImportKind, EntryReader> = {
	instruments: readInstrument,
	datasets: readDataset,
	literature: readLiterature,
	services: readService
};

export type RefusedRow = { number: number; refusal: Refusal };

/** A row that adds a record or changes one. */
export type TakenRow = {
	number: number;
	/** The name or title of the record, as the file has it. */
	name: string;
	outcome: 'inserted' | 'updated';
	/** Before and after, by column of the database; empty for a new record. */
	changes: Record<string, [before: unknown, after: unknown]>;
};

export type ImportOptions = {
	kind: ImportKind;
	context: ImportContext;
	/** Everything goes to one platform, and owners named in the file don't count. */
	hasPlatform: boolean;
	isDryRun: boolean;
	/** Sends a batch; the outcomes come back in its order. */
	send: (entries: Entry[]) => Promise<RowOutcome[]>;
	onHeader?: (table: Pick<SourceTable, 'fields' | 'ignored' | 'encoding'>) => void;
	onRefused: (row: RefusedRow) => void;
	onTaken?: (row: TakenRow) => void;
	/** After each batch that is in the catalogue: how many rows of the file have been seen to. */
	onBatch?: (rowsDone: number) => Promise<void>;
};

type NumberedEntry = { number: number; entry: Entry };

/** @throws {UnreadableFileError} when nothing of the file can be read */
export async function importFile(open: OpenFile, options: ImportOptions): Promise<ImportTotals> {
	const table = await openTable(open, COLUMNS[options.kind]);
	options.onHeader?.(table);
	const run = new ImportRun(options);
	for await (const row of table.rows) {
		if ('refusal' in row) run.refuse(row.number, [row.refusal]);
		else await run.take(row.number, row.cells);
	}
	return run.finish();
}

class ImportRun {
	readonly #options: ImportOptions;
	readonly #firstRows = new FirstRows();
	readonly #newOrganisations = new Set<string>();
	readonly #newPlatforms = new Set<string>();
	readonly #totals: ImportTotals = {
		rows: 0,
		inserted: 0,
		updated: 0,
		unchanged: 0,
		duplicate: 0,
		refused: 0,
		unknownInstruments: 0,
		newOrganisations: 0,
		newPlatforms: 0
	};
	#batch: NumberedEntry[] = [];

	constructor(options: ImportOptions) {
		this.#options = options;
	}

	async take(number: number, cells: Record<string, string>): Promise<void> {
		const read = READERS[this.#options.kind](cells, this.#options.context);
		if ('refusals' in read) {
			this.refuse(number, read.refusals);
			return;
		}
		const entry = this.#compareWithFirst(number, read.entry);
		if (entry === undefined) return;
		this.#totals.rows += 1;
		this.#batch.push({ number, entry });
		if (this.#batch.length >= BATCH_SIZE) await this.#sendBatch();
	}

	refuse(number: number, refusals: Refusal[]): void {
		this.#totals.rows += 1;
		this.#totals.refused += 1;
		for (const refusal of refusals) this.#options.onRefused({ number, refusal });
	}

	async finish(): Promise<ImportTotals> {
		await this.#sendBatch();
		return {
			...this.#totals,
			newOrganisations: this.#newOrganisations.size,
			newPlatforms: this.#newPlatforms.size
		};
	}

	/** The entry as it is to be sent; undefined when an earlier row has said what it says. */
	#compareWithFirst(number: number, entry: Entry): Entry | undefined {
		if (this.#options.kind === 'literature') return this.#compareWork(number, entry);
		const owner = this.#options.hasPlatform ? '' : ownerKey(entry.owner);
		const first = this.#firstRows.see(
			`${owner}\n${entry.source_key}`,
			number,
			JSON.stringify(entry.record)
		);
		if (first === undefined) return entry;
		if (first.hasSameContent) this.#countDuplicate();
		else {
			this.refuse(number, [
				{
					field: this.#options.kind === 'instruments' ? 'identifier' : null,
					reason: 'repeated_with_other_content',
					detail: first.number
				}
			]);
		}
		return undefined;
	}

	/** A work may come once for each instrument; the first row describes it. */
	#compareWork(number: number, entry: Entry): Entry | undefined {
		const link = `${entry.source_key}\n${entry.instrument ?? ''}`;
		if (this.#firstRows.see(link, number, '') !== undefined) {
			this.#countDuplicate();
			return undefined;
		}
		const first = this.#firstRows.see(entry.source_key, number, '');
		return first === undefined ? entry : { ...entry, repeats: true };
	}

	#countDuplicate(): void {
		this.#totals.rows += 1;
		this.#totals.duplicate += 1;
	}

	async #sendBatch(): Promise<void> {
		const batch = this.#batch;
		if (batch.length === 0) return;
		this.#batch = [];
		const outcomes = await this.#options.send(batch.map(({ entry }) => entry));
		for (const [index, { number, entry }] of batch.entries()) {
			const outcome = outcomes[index];
			if (outcome === undefined)
				throw new Error('The database answered fewer rows than were sent.');
			this.#count(number, entry, outcome);
		}
		await this.#options.onBatch?.(this.#totals.rows);
	}

	#count(number: number, entry: Entry, outcome: RowOutcome): void {
		if (outcome.outcome === 'refused') {
			this.#totals.refused += 1;
			const { field, reason } = outcome;
			this.#options.onRefused({ number, refusal: { field: field ?? null, reason: reason ?? '' } });
			return;
		}
		const real = this.#realOutcome(entry, outcome);
		this.#totals[real] += 1;
		if (real === 'inserted' || real === 'updated') {
			const label = entry.record['name'] ?? entry.record['title'];
			this.#options.onTaken?.({
				number,
				name: typeof label === 'string' ? label : '',
				outcome: real,
				changes: outcome.changes ?? {}
			});
		}
		if (outcome.unknown_instrument === true) this.#totals.unknownInstruments += 1;
		if (outcome.new_organisation === true) {
			this.#newOrganisations.add(normaliseName(entry.owner.organisation));
		}
		if (outcome.new_platform === true) this.#newPlatforms.add(ownerKey(entry.owner));
	}

	/** A dry run takes the first row about a work back before it sees the second. */
	#realOutcome(
		entry: Entry,
		{ outcome, linked }: RowOutcome
	): 'inserted' | 'updated' | 'unchanged' | 'duplicate' {
		if (outcome === 'refused') throw new Error('A refused row has no other outcome.');
		if (!this.#options.isDryRun || entry.repeats !== true || outcome !== 'inserted') return outcome;
		return linked === true ? 'updated' : 'unchanged';
	}
}
