import * as v from 'valibot';

const count = v.number();

/** How a row counts. */
export const countedSchema = v.object({
	outcome: v.literal('inserted'),
	state: v.picklist(['rendered', 'missed', 'maintenance', 'calibration', 'cancelled', 'voided']),
	class: v.picklist(['makerspace', 'startup', 'other_external', 'internal']),
	hours: v.number(),
	is_shared: v.boolean(),
	is_booked: v.boolean(),
	source: v.picklist(['platform', 'import', 'backfilled']),
	flags: v.array(v.string())
});
export type Counted = v.InferOutput<typeof countedSchema>;

/** What came of a use log, or would come of it. */
export const useLogReportSchema = v.object({
	totals: v.object({
		rows: count,
		recorded: count,
		duplicate: count,
		refused: count,
		flagged: count,
		/** Hours of what was rendered, and of that what counts as shared. */
		hours: count,
		sharedHours: count
	}),
	/** The first rows that were taken, flagged ones before others. */
	taken: v.array(
		v.object({
			row: v.number(),
			use: v.object({
				instrument: v.string(),
				/** Credit code or name. */
				organisation: v.string(),
				starts_at: v.string(),
				ends_at: v.string()
			}),
			...countedSchema.entries
		})
	),
	refused: v.array(v.object({ row: v.number(), field: v.string(), reason: v.string() })),
	/** The refused rows as CSV, empty when there are none. */
	csv: v.string(),
	/** Columns that nobody knows, as the file writes them. */
	ignored: v.array(v.string())
});
export type UseLogReport = v.InferOutput<typeof useLogReportSchema>;
