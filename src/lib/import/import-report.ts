import type { Change } from './describe-changes.ts';
import type { ImportTotals } from './import-file.ts';

/** What came of a file, or would come of it. */
export type ImportReport = {
	totals: ImportTotals;
	/** The first of the rows that add or change something. */
	taken: { row: number; name: string; isNew: boolean; changes: Change[] }[];
	/** The first of the refused rows; all of them are in the report. */
	refused: { row: number; field: string; reason: string }[];
	/** The refused rows as CSV, empty when there are none. */
	csv: string;
	/** Columns that nobody knows, as the file writes them. */
	ignored: string[];
};
