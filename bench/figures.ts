/**
 * The report of a year over a million records of the ledger: from what the worker has added up by day,
 * beside the same report made by scanning the records, in the same run. Both are compared row by row,
 * and one platform with a scan that shares no function with them.
 */
import { deepStrictEqual } from 'node:assert/strict';
import { Client } from 'pg';
import { scanLedger, settleFigures } from '../tests/support/scan-ledger.ts';
import { toDb } from '../tests/support/to-db.ts';
import {
	percentile,
	round,
	scaled,
	type Benchmark,
	type BenchmarkContext,
	type BenchmarkRow
} from './benchmark.ts';
import { fillLedger, signInEvaluator, YEAR } from './ledger-data.ts';

const RECORDS = scaled(1_000_000);
const PLATFORMS = 150;
const INSTRUMENTS = 4800;
const CUSTOMERS = 4000;
const REQUESTS = 20;
const GROUPINGS = ['all', 'platform', 'month', 'class'] as const;

type Grouping = (typeof GROUPINGS)[number];

export const benchmark: Benchmark = { name: 'figures', run };

async function run(context: BenchmarkContext): Promise<BenchmarkRow[]> {
	const { log } = context;
	Object.assign(process.env, context.env);
	const database = new Client({ connectionString: context.dbUrl });
	await database.connect();
	try {
		const evaluator = await signInEvaluator(database);
		log(`${RECORDS} records of ${INSTRUMENTS} instruments on ${PLATFORMS} platforms`);
		const platforms = await fillLedger(database, {
			platforms: PLATFORMS,
			instruments: INSTRUMENTS,
			customers: CUSTOMERS,
			records: RECORDS
		});

		log('reports by a scan, while nothing is added up');
		const scanned = new Map<Grouping, { rows: unknown[]; milliseconds: number }>();
		for (const grouping of GROUPINGS) {
			scanned.set(grouping, await report(database, evaluator.id, grouping));
		}

		log('adding up');
		const startedAt = performance.now();
		await settleFigures(toDb(database));
		const settled = performance.now() - startedAt;
		await database.query('vacuum analyze');

		log('reports from what is added up');
		const rows: BenchmarkRow[] = [];
		for (const grouping of GROUPINGS) {
			const scan = scanned.get(grouping);
			const { rows: kept } = await report(database, evaluator.id, grouping);
			deepStrictEqual(kept, scan?.rows, `the report by ${grouping} differs from the scan`);
			const times: number[] = [];
			for (let turn = 0; turn < REQUESTS; turn += 1) {
				times.push(await ask(context, evaluator.token, grouping));
			}
			const median = percentile(times, 0.5);
			rows.push(
				{
					metric: `year by ${grouping}, added up: median`,
					value: round(median, 0),
					unit: 'ms',
					note: `${kept.length} groups, through PostgREST`
				},
				{
					metric: `year by ${grouping}, by a scan`,
					value: round(scan?.milliseconds ?? Number.NaN, 0),
					unit: 'ms',
					note: `${round((scan?.milliseconds ?? Number.NaN) / median, 0)} times as long, equal to the digit`
				}
			);
		}

		log('one platform by other means');
		await compareWithScan(database, evaluator.id, platforms[0] ?? '');
		return [
			...rows,
			{
				metric: 'records added up',
				value: round(RECORDS / (settled / 1000), 0),
				unit: 'records/s',
				note: `all ${RECORDS} of them in ${round(settled / 1000, 0)} s`
			}
		];
	} finally {
		await database.end();
	}
}

/** A report as the person would get it, however long it takes. */
async function report(database: Client, person: string, grouping: Grouping) {
	await database.query('begin');
	await database.query("select set_config('request.jwt.claims', $1, true)", [
		JSON.stringify({ sub: person, role: 'authenticated' })
	]);
	await database.query('set local role authenticated');
	const startedAt = performance.now();
	const { rows } = await database.query<Record<string, unknown>>(
		'select * from public.report_usage($1, $2, $3)',
		[YEAR.from, YEAR.until, grouping]
	);
	const milliseconds = performance.now() - startedAt;
	await database.query('rollback');
	return { rows, milliseconds };
}

async function ask(
	{ supabaseUrl, publishableKey }: BenchmarkContext,
	token: string,
	group_by: Grouping
): Promise<number> {
	const startedAt = performance.now();
	const response = await fetch(`${supabaseUrl}/rest/v1/rpc/report_usage`, {
		method: 'POST',
		headers: {
			apikey: publishableKey,
			authorization: `Bearer ${token}`,
			'content-type': 'application/json'
		},
		body: JSON.stringify({ from_day: YEAR.from, until_day: YEAR.until, group_by })
	});
	const answer = await response.text();
	if (!response.ok) throw new Error(`report_usage: ${response.status} ${answer}`);
	return performance.now() - startedAt;
}

/** What a year of a platform is by a scan that was written apart (tests/support/figure-calls.ts). */
async function compareWithScan(database: Client, person: string, platform: string) {
	const db = toDb(database);
	const window = { ...YEAR, group_by: 'month' as const };
	const scanned = await scanLedger(db, { id: platform }, window);
	await database.query('begin');
	await database.query("select set_config('request.jwt.claims', $1, true)", [
		JSON.stringify({ sub: person, role: 'authenticated' })
	]);
	const kept = await db.query<Record<string, unknown>>(
		'select * from public.report_usage($1, $2, $3, platform_id => $4)',
		[YEAR.from, YEAR.until, 'month', platform]
	);
	await database.query('rollback');
	for (const row of scanned) {
		const told = kept.find(({ key }) => key === row['key']) ?? {};
		const same = Object.fromEntries(
			Object.keys(row).map((name) => [
				name,
				name === 'key' ? told[name] : Math.round(Number(told[name]) * 1e4) / 1e4
			])
		);
		deepStrictEqual(same, row, 'a month of a platform differs from its scan');
	}
}
