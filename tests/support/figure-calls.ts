/** Reports of the ledger's figures, as a person gets them. */
import { asPerson } from './database.ts';
import { withNumbers, type Grouping } from './scan-ledger.ts';
import type { Db } from './to-db.ts';

type Id = { id: string };

export type ReportRow = {
	key: string;
	is_suppressed: boolean;
	records: number | null;
	used_minutes: number | null;
	shared_minutes: number | null;
	organisations: number | null;
	[column: string]: unknown;
};

/** A report as the person gets it, of one platform unless another scope is named. */
export function reportUsage(
	db: Db,
	person: Id,
	report: { from: string; until: string; group_by: Grouping; platform?: Id; as_of?: string }
): Promise<ReportRow[]> {
	const { from, until, group_by, platform, as_of } = report;
	return asPerson(db, person.id, () =>
		db.query<ReportRow>(
			`select * from public.report_usage($1, $2, $3, platform_id => $4, as_of => $5)`,
			[from, until, group_by, platform?.id ?? null, as_of ?? null]
		)
	).then((rows) => rows.map(withNumbers));
}

/**
 * A report of the ledger as it is now, whichever days are sealed: other tests of the same database seal
 * what is over, and what is recorded after that waits for the next seal.
 */
export async function currentUsage(
	db: Db,
	person: Id,
	report: { from: string; until: string; group_by: Grouping; platform: Id }
): Promise<ReportRow[]> {
	await db.query("select set_config('request.jwt.claims', $1, true)", [
		JSON.stringify({ sub: person.id, role: 'authenticated' })
	]);
	const rows = await db.query<ReportRow>(
		`select * from private.usage_report($1, $2, $3, array[$4::uuid], 'yearbook', 'infinity')`,
		[report.from, report.until, report.group_by, report.platform.id]
	);
	await db.query("select set_config('request.jwt.claims', '', true)");
	return rows.map(withNumbers);
}
