/** How far the collection of an evaluation is that was begun last. */
export type Collecting = {
	number: number;
	is_restatement: boolean;
	platforms: number;
	measured: number;
	/** Steps that could not be done and are tried again. */
	failing: number;
	begun_at: string;
	/** When the last platform was measured. */
	told_at: string;
	finished_at: string | null;
};

/** The same as it stood at an instant of the server's clock; null before there was one. */
export type CollectionProgress = { last: Collecting | null; now: string };

/** A large platform takes some seconds; after two minutes without a word nobody is at it. */
export const SILENT_MS = 120_000;
