/**
 * What leaves the built application in files: the archive of a platform with a hundred thousand
 * bookings, as its manager downloads it, beside one of a hundredth of that; and ledgers of ten thousand,
 * a hundred thousand and a million records in each of their forms. How fast rows leave, and how much memory
 * the application takes for it, which must not depend on how many there are.
 */
import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { Client } from 'pg';
import { startApp, type App } from '../tests/support/app.ts';
import { aMembership, anInstrument, anOrganisation, aPlatform } from '../tests/support/builders.ts';
import { signInCustomers, type Customer } from '../tests/support/customers.ts';
import { toDb } from '../tests/support/to-db.ts';
import {
	round,
	scaled,
	type Benchmark,
	type BenchmarkContext,
	type BenchmarkRow
} from './benchmark.ts';
import { fillLedger, signInEvaluator } from './ledger-data.ts';

const BOOKINGS = scaled(100_000);
const FEW_BOOKINGS = scaled(1000);
const RECORDS = [scaled(10_000), scaled(100_000), scaled(1_000_000)];
const FORMS = ['csv', 'json', 'xlsx'] as const;
/** A day by which all of the records are there. */
const SEALED = '2026-01-31';
const INSTRUMENTS = 50;
const CUSTOMERS = 40;

export const benchmark: Benchmark = { name: 'export', run };

async function run(context: BenchmarkContext): Promise<BenchmarkRow[]> {
	const { log } = context;
	const env = { ...process.env, ...context.env };
	Object.assign(process.env, context.env);
	const database = new Client({ connectionString: context.dbUrl });
	await database.connect();
	const app = await startApp(env);
	try {
		log(`${BOOKINGS} bookings of ${CUSTOMERS} customers on ${INSTRUMENTS} instruments`);
		const customers = await signInCustomers(database, CUSTOMERS);
		const [manager] = await signInCustomers(database, 1);
		if (!manager) throw new Error('No manager was made.');
		const small = await fill(database, manager, customers, FEW_BOOKINGS);
		const large = await fill(database, manager, customers, BOOKINGS);
		await database.query('vacuum analyze');
		const download = (platform: string) =>
			measure(`${app.origin}/lab/platforms/${platform}/export/archive`, manager.token);

		log('a small archive, and again');
		await download(small.platform);
		const few = await download(small.platform);
		const before = await peakMemory(app.pid);
		log('the large one');
		const many = await download(large.platform);
		const after = await peakMemory(app.pid);

		log(`ledgers of ${RECORDS.join(' and ')} records`);
		const evaluator = await signInEvaluator(database);
		const ledgers = await exportLedgers(database, app, evaluator.token);

		return [
			...ledgers,
			{
				metric: 'rows of an archive leave',
				value: round(large.rows / (many.milliseconds / 1000), 0),
				unit: 'rows/s',
				note: `${large.rows} rows, half of them bookings with what is due`
			},
			{ metric: 'the archive takes', value: round(many.milliseconds / 1000), unit: 's' },
			{ metric: 'its size', value: round(many.bytes / 2 ** 20), unit: 'MiB' },
			{
				metric: `an archive of ${FEW_BOOKINGS} bookings takes`,
				value: round(few.milliseconds, 0),
				unit: 'ms'
			},
			{
				metric: 'peak memory of the application',
				value: round(after, 0),
				unit: 'MiB',
				note: `${round(before, 0)} MiB after two archives of ${FEW_BOOKINGS} bookings`
			}
		];
	} finally {
		await app.stop();
		await database.end();
	}
}

/** Each form of each ledger, and the most memory that was held meanwhile. */
async function exportLedgers(database: Client, app: App, token: string): Promise<BenchmarkRow[]> {
	const platforms: string[] = [];
	for (const records of RECORDS) {
		const size = { platforms: 1, instruments: INSTRUMENTS, customers: CUSTOMERS, records };
		platforms.push(...(await fillLedger(database, size)));
	}
	await pretendSealed(database);
	const rows: BenchmarkRow[] = [];
	for (const form of FORMS) {
		for (const [index, records] of RECORDS.entries()) {
			const path = `/api/v1/ledger/platforms/${platforms[index] ?? ''}?format=${form}`;
			await forgetPeak(app.pid);
			const { bytes, milliseconds } = await measure(`${app.origin}${path}`, token);
			const peak = await peakMemory(app.pid);
			rows.push(
				{
					metric: `${records} records as ${form.toUpperCase()} leave`,
					value: round(records / (milliseconds / 1000), 0),
					unit: 'rows/s',
					note: `${round(bytes / 2 ** 20)} MiB in ${round(milliseconds / 1000)} s`
				},
				{ metric: 'peak memory meanwhile', value: round(peak, 0), unit: 'MiB' }
			);
		}
	}
	return rows;
}

/** What an export looks for; nobody verifies it here. */
async function pretendSealed(database: Client): Promise<void> {
	await database.query(
		`with key as (
			insert into public.ledger_keys (id, public_key)
			values (left(encode(sha256($1), 'hex'), 16), encode($1, 'base64'))
			returning id
		)
		insert into public.ledger_days (day, digest, key_id, signature)
		select $2, 'bench', id, 'bench' from key`,
		[randomBytes(32), SEALED]
	);
}

/** Reads the body and throws it away, as fast as it comes. */
async function measure(url: string, token: string) {
	const startedAt = performance.now();
	const response = await fetch(url, { headers: { authorization: `Bearer ${token}` } });
	if (!response.ok || response.body === null) throw new Error(`${url}: ${response.status}`);
	let bytes = 0;
	const chunks: AsyncIterable<Uint8Array> = response.body;
	for await (const chunk of chunks) bytes += chunk.byteLength;
	return { bytes, milliseconds: performance.now() - startedAt };
}

/** Lets Linux count the peak of a process anew. */
function forgetPeak(pid: number): Promise<void> {
	return writeFile(`/proc/${pid}/clear_refs`, '5');
}

/** The most that the process has held at once, in mebibytes, as Linux counts it. */
async function peakMemory(pid: number): Promise<number> {
	const status = await readFile(`/proc/${pid}/status`, 'utf8');
	return Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1]) / 1024;
}

/**
 * A platform with what the writers would leave, without their work: bookings of two hours, most of
 * them past, each with its occupancy.
 */
async function fill(
	database: Client,
	manager: Customer,
	customers: Customer[],
	bookings: number
): Promise<{ platform: string; rows: number }> {
	const db = toDb(database);
	const university = await anOrganisation(db, 'university', '基准大学');
	const platform = await aPlatform(db, university);
	await aMembership(db, { person: manager, organisation: university, role: 'manager', platform });
	const instruments: string[] = [];
	for (let number = 0; number < INSTRUMENTS; number += 1) {
		instruments.push((await anInstrument(db, platform, { name: `扫描电子显微镜 ${number}` })).id);
	}
	await database.query(
		`insert into public.bookings (
			instrument_id, platform_id, organisation_id, person_id, rule_id, reserved, status, currency,
			price_fen, purpose, no_show_at
		)
		select
			rules.instrument_id, $1, customers.organisation_id, customers.person_id, rules.id,
			tstzrange(starts_at, starts_at + interval '2 hours'),
			case when starts_at < now() then 'completed' else 'confirmed' end::public.booking_status,
			'CNY', 12000, '电池隔膜截面形貌与孔隙分布', starts_at + interval '15 minutes'
		from generate_series(0, $2::integer - 1) as n
		join unnest($3::uuid[]) with ordinality as chosen (id, place)
			on chosen.place = 1 + n % cardinality($3::uuid[])
		join public.booking_rules as rules on rules.instrument_id = chosen.id
		join unnest($4::uuid[], $5::uuid[]) with ordinality as customers (organisation_id, person_id, place)
			on customers.place = 1 + (n * 7) % cardinality($4::uuid[])
		cross join lateral (
			select date_trunc('hour', now()) - interval '160 days'
				+ (n / cardinality($3::uuid[])) * interval '2 hours' as starts_at
		) as starts`,
		[
			platform.id,
			bookings,
			instruments,
			customers.map(({ organisationId }) => organisationId),
			customers.map(({ id }) => id)
		]
	);
	await database.query(
		`insert into public.occupancies (instrument_id, kind, during, booking_id)
		select bookings.instrument_id, 'booking', bookings.reserved, bookings.id
		from public.bookings
		where bookings.platform_id = $1`,
		[platform.id]
	);
	return { platform: platform.id, rows: 2 * bookings };
}
