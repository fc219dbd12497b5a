import * as v from 'valibot';

const count = v.number();

/** What came of a file, or would come of it. */
export const importReportSchema = v.object({
	totals: v.object({
		rows: count,
		inserted: count,
		updated: count,
		unchanged: count,
		duplicate: count,
		refused: count,
		/** Works whose instrument the catalogue does not have. */
		unknownInstruments: count,
		newOrganisations: count,
		newPlatforms: count
	}),
	/** The first of the rows that add or change something. */
	taken: v.array(
		v.object({
			row: v.number(),
			name: v.string(),
			isNew: v.boolean(),
			changes: v.array(v.object({ field: v.string(), before: v.string(), after: v.string() }))
		})
	),
	/** The first of the refused rows; all of them are in the report. */
	refused: v.array(v.object({ row: v.number(), field: v.string(), reason: v.string() })),
	/** The refused rows as CSV, empty when there are none. */
	csv: v.string(),
	/** Columns that nobody knows, as the file writes them. */
	ignored: v.array(v.string())
});

export type ImportReport = v.InferOutput<typeof importReportSchema>;
export type ImportTotals = ImportReport['totals'];
