/** Imports a file inside the transaction of a test, through the code that the command line runs. */
import { createReadStream } from 'node:fs';
import type { ImportKind } from '#lib/import/columns.ts';
import { importFile, type RefusedRow } from '#lib/import/import-file.ts';
import type { ImportTotals } from '#lib/import/import-report.ts';
import { parseOutcomes } from '#lib/import/row-outcome.ts';
import { asService, type Db } from './database.ts';

export async function importInto(
	db: Db,
	kind: ImportKind,
	file: string | URL,
	{ platformId = null, isDryRun = false }: { platformId?: string | null; isDryRun?: boolean } = {}
): Promise<{ totals: ImportTotals; refused: RefusedRow[] }> {
	const subjects = await db.query<{ code: string; name: string }>(
		'select code, name from public.subjects'
	);
	const refused: RefusedRow[] = [];
	const totals = await importFile(() => createReadStream(file), {
		kind,
		context: {
			timeZone: 'Asia/Shanghai',
			subjects: new Map(subjects.map(({ code, name }) => [name, code]))
		},
		hasPlatform: platformId !== null,
		isDryRun,
		send: (entries) =>
			asService(db, async () => {
				const { outcomes } = await db.one<{ outcomes: unknown }>(
					`select public.import_${kind}($1, platform_id => $2, dry_run => $3) as outcomes`,
					[JSON.stringify(entries), platformId, isDryRun]
				);
				return parseOutcomes(outcomes);
			}),
		onRefused: (row) => refused.push(row)
	});
	return { totals, refused };
}

/**
 * Keeps what other tests commit meanwhile out of sight, for those that compare all of the catalogue.
 * To be called before anything else in a test.
 */
export async function holdStill(db: Db): Promise<void> {
	await db.query('set transaction isolation level repeatable read');
}

/** Everything that an import may touch, to tell that it did not. */
export function readCatalogue(db: Db): Promise<Record<string, unknown>> {
	return db.one<Record<string, unknown>>(
		`select
			(select jsonb_agg(to_jsonb(rows) order by rows.id) from public.organisations as rows) as organisations,
			(select jsonb_agg(to_jsonb(rows) order by rows.id) from public.platforms as rows) as platforms,
			(select jsonb_agg(to_jsonb(rows) order by rows.id) from public.instruments as rows) as instruments,
			(select jsonb_agg(to_jsonb(rows) order by rows.id) from public.datasets as rows) as datasets,
			(select jsonb_agg(to_jsonb(rows) order by rows.id) from public.literature_items as rows) as literature,
			(select jsonb_agg(to_jsonb(rows) order by rows.literature_item_id, rows.instrument_id)
				from public.literature_instruments as rows) as links,
			(select jsonb_agg(to_jsonb(rows) order by rows.id) from public.services as rows) as services,
			(select jsonb_agg(to_jsonb(rows) order by rows.id) from public.opening_hours as rows) as hours,
			(select jsonb_agg(to_jsonb(rows) order by rows.id) from public.booking_rules as rows) as rules,
			(select count(*)::integer from public.audit_entries) as audit`
	);
}
