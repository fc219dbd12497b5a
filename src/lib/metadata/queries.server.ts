import { read } from '#lib/catalogue/read.server.ts';
import type { Db } from '#lib/server/supabase.ts';
import {
	DATASET_COLUMNS,
	INSTRUMENT_COLUMNS,
	LITERATURE_COLUMNS,
	type DescribedDataset,
	type DescribedInstrument,
	type DescribedWork
} from './described.ts';

/** What a description of a dataset is made of; null when there is none. */
export function findDescribedDataset(db: Db, id: string): Promise<DescribedDataset | null> {
	return read(db.from('datasets').select(DATASET_COLUMNS).eq('id', id).maybeSingle());
}

/** What a description of an instrument is made of; null when there is none. */
export function findDescribedInstrument(db: Db, id: string): Promise<DescribedInstrument | null> {
	return read(db.from('instruments').select(INSTRUMENT_COLUMNS).eq('id', id).maybeSingle());
}

/** What a description of a work is made of; null when there is none. */
export function findDescribedWork(db: Db, id: string): Promise<DescribedWork | null> {
	return read(db.from('literature_items').select(LITERATURE_COLUMNS).eq('id', id).maybeSingle());
}
