/**
 * Bookings a second through POST /api/v1/bookings as shipped (fsync, row-level security, rules,
 * audit, outbox, idempotency), beside the same function called straight in Postgres and a bare
 * insert into a table with the same exclusion constraint, all from one run.
 */
import { randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';
import { Client } from 'pg';
import { startApp } from '../tests/support/app.ts';
import { signInCustomers, type Customer } from '../tests/support/customers.ts';
import {
	percentile,
	round,
	type Benchmark,
	type BenchmarkContext,
	type BenchmarkRow
} from './benchmark.ts';
import { cpuPerOperation, readCpuSeconds } from './cpu.ts';

const CLIENTS = 8;
const INSTRUMENTS = 1_000;
const BOOKINGS = 100_000;
const OTHER_CUSTOMERS = 500;
const SECONDS = 15;
/** Until the servers' hot code is compiled, as it is in a server that has been up for a minute. */
const WARM_UP_SECONDS = 15;
const HOUR = 3_600_000;

export const benchmark: Benchmark = { name: 'book', run };

async function run(context: BenchmarkContext): Promise<BenchmarkRow[]> {
	const { log } = context;
	Object.assign(process.env, context.env);
	const database = new Client({ connectionString: context.dbUrl });
	await database.connect();
	const app = await startApp({ ...process.env, ...context.env });
	try {
		log(`${INSTRUMENTS} instruments with ${BOOKINGS} bookings over a year`);
		const customers = await signInCustomers(database, CLIENTS);
		const instruments = await fill(database);

		log('bare insert');
		const bare = await measure(await bareInserters(context, instruments));
		log('book_instrument in Postgres');
		const direct = await measure(await directBookers(context, customers, instruments));
		log('POST /api/v1/bookings');
		const apiBookers = customers.map((customer) => apiBooker(app.origin, customer, instruments));
		await measure(apiBookers, WARM_UP_SECONDS);
		const transactionsBefore = await countTransactions(database);
		const cpuBefore = readCpuSeconds();
		const api = await measure(apiBookers);
		const cpu = cpuPerOperation(cpuBefore, readCpuSeconds(), api.latencies.length);
		const transactions = (await countTransactions(database)) - transactionsBefore;

		log('the same with every rule on');
		await tightenRules(database, customers);
		const tightDirect = await measure(await directBookers(context, customers, instruments));
		const tight = await measure(apiBookers);

		return [
			{
				metric: 'POST /api/v1/bookings',
				value: round(api.rate),
				unit: 'bookings/s',
				note: `${CLIENTS} clients, ${SECONDS} s after ${WARM_UP_SECONDS} s of warm-up, refused ${api.refused}`
			},
			{ metric: 'its median', value: round(percentile(api.latencies, 0.5)), unit: 'ms' },
			{ metric: 'its 95th percentile', value: round(percentile(api.latencies, 0.95)), unit: 'ms' },
			{
				metric: 'book_instrument in Postgres',
				value: round(direct.rate),
				unit: 'bookings/s',
				note: `${CLIENTS} connections, as the same people`
			},
			{
				metric: 'bare insert',
				value: round(bare.rate),
				unit: 'rows/s',
				note: `${CLIENTS} connections, one exclusion constraint, nothing else`
			},
			{
				metric: 'POST with every rule on',
				value: round(tight.rate),
				unit: 'bookings/s',
				note: `qualification, gap, buffers, night price, no-shows, twelve quotas; refused ${tight.refused}`
			},
			{ metric: 'with every rule against none', value: round(tight.rate / api.rate, 2), unit: '×' },
			{
				metric: 'with every rule, in Postgres',
				value: round(tightDirect.rate),
				unit: 'bookings/s'
			},
			{ metric: 'API against Postgres', value: round(api.rate / direct.rate, 2), unit: '×' },
			{ metric: 'API against bare insert', value: round(api.rate / bare.rate, 2), unit: '×' },
			{
				metric: 'transactions of a booking',
				value: round(transactions / api.latencies.length, 2),
				unit: 'per booking',
				note: 'one HTTP call each from client to app, and from there to PostgREST'
			},
			...cpu.map(([name, milliseconds]) => ({
				metric: `CPU, ${name}`,
				value: round(milliseconds, 2),
				unit: 'ms per booking'
			}))
		];
	} finally {
		await app.stop();
		await database.end();
	}
}

/** Instruments open around the clock, each with a hundred bookings of two hours, one every third day. */
async function fill(database: Client): Promise<string[]> {
	const { rows } = await database.query<{ id: string }>(
		`with host as (
			insert into public.organisations (kind, name) values ('university', 'Bench university') returning id
		),
		platform as (
			insert into public.platforms (organisation_id, name) select id, 'Bench' from host returning id
		)
		insert into public.instruments (platform_id, source_key, name)
		select platform.id, 'bench-' || number, 'Bench instrument ' || number
		from platform cross join generate_series(1, $1) as number
		returning id`,
		[INSTRUMENTS]
	);
	const ids = rows.map(({ id }) => id);
	await database.query(
		`insert into public.booking_rules (instrument_id, horizon_days)
		select id, 730 from unnest($1::uuid[]) as id`,
		[ids]
	);
	await database.query(
		`insert into public.tariffs (instrument_id, rate_fen)
		select id, 60000 from unnest($1::uuid[]) as id`,
		[ids]
	);
	await database.query(
		`insert into public.opening_hours (instrument_id, weekday, opens, closes)
		select id, weekday, '00:00', '24:00'
		from unnest($1::uuid[]) as id cross join generate_series(1, 7) as weekday`,
		[ids]
	);
	// As many customers as would make them, so that a quota counts what one of them has.
	const { rows: others } = await database.query<{ person_id: string; organisation_id: string }>(
		`with people as (
			insert into auth.users (id, aud, role, email, encrypted_password)
			select gen_random_uuid(), 'authenticated', 'authenticated', 'other-' || number || '@bench.test', ''
			from generate_series(1, $1) as number
			returning id
		),
		organisations as (
			insert into public.organisations (kind, name)
			select 'startup', 'Other startup ' || number from generate_series(1, $1) as number
			returning id
		)
		select numbered_people.id as person_id, numbered_organisations.id as organisation_id
		from (select id, row_number() over () as number from people) as numbered_people
		join (select id, row_number() over () as number from organisations) as numbered_organisations
			using (number)`,
		[OTHER_CUSTOMERS]
	);
	await database.query(
		`with customers as (
			select * from unnest($3::uuid[], $4::uuid[]) with ordinality
				as customers (organisation_id, person_id, place)
		),
		made as (
			insert into public.bookings (
				instrument_id, platform_id, organisation_id, person_id, rule_id, reserved, status, currency
			)
			select
				instruments.id, instruments.platform_id, customers.organisation_id, customers.person_id,
				booking_rules.id, tstzrange(day, day + interval '2 hours'), 'confirmed', 'CNY'
			from unnest($1::uuid[]) as wanted (id)
			join public.instruments using (id)
			join public.booking_rules on booking_rules.instrument_id = instruments.id
			cross join generate_series(1, $2) as series (number)
			join customers
				on customers.place = 1 + abs(hashtext(instruments.id::text || series.number)) % $5
			cross join lateral (
				select date_trunc('day', now()) + series.number * interval '3 days' + interval '1 day' as day
			) as days
			returning id, instrument_id, reserved
		)
		insert into public.occupancies (instrument_id, kind, during, booking_id)
		select instrument_id, 'booking', reserved, id from made`,
		[
			ids,
			BOOKINGS / INSTRUMENTS,
			others.map(({ organisation_id }) => organisation_id),
			others.map(({ person_id }) => person_id),
			OTHER_CUSTOMERS
		]
	);
	// What the server would do by itself within a minute, in the middle of what is measured.
	await database.query('vacuum (analyze)');
	return ids;
}

/** Everything that rules can ask for, passed by every wish: what is measured is the asking. */
async function tightenRules(database: Client, customers: Customer[]): Promise<void> {
	await database.query(
		`with course as (
			insert into public.courses (platform_id, name)
			select id, 'Bench course' from public.platforms where name = 'Bench'
			returning id
		),
		qualified as (
			insert into public.qualifications (person_id, course_id)
			select person_id, course.id from course cross join unnest($1::uuid[]) as person_id
		)
		update public.booking_rules
		set
			course_id = course.id, purpose_required = true, gap_minutes = 1, setup_minutes = 15,
			teardown_minutes = 15, cancel_until_minutes = 1440, late_cancel_bp = 3000,
			late_cancel_counts = true, grace_minutes = 30, no_show_bp = 5000, no_show_limit = 3
		from course`,
		[customers.map(({ id }) => id)]
	);
	await database.query(`update public.tariffs set off_hours_bp = 15000, minimum_fen = 10000`);
	await database.query(
		`insert into public.booking_quotas (platform_id, holder, measure, span, at_most)
		select platforms.id, holder, measure, span, 10000000
		from public.platforms
		cross join unnest(array['person', 'organisation']) as holder
		cross join unnest(array['bookings', 'minutes']) as measure
		cross join unnest(array['day', 'week', 'month']) as span
		where platforms.name = 'Bench'`
	);
}

async function countTransactions(database: Client): Promise<number> {
	// Statistics reach the view when a session goes idle.
	await database.query('select pg_stat_force_next_flush()');
	const { rows } = await database.query<{ count: string }>(
		'select xact_commit + xact_rollback as count from pg_stat_database where datname = current_database()'
	);
	return Number(rows[0]?.count);
}

/** Does one thing; true when it was done and false when it was refused. */
type Worker = { work: () => Promise<boolean>; close?: () => Promise<void> };

/** Lets all workers go for a while, each starting anew as soon as it has finished. */
async function measure(workers: Worker[], seconds = SECONDS) {
	const latencies: number[] = [];
	let refused = 0;
	const startedAt = performance.now();
	const until = startedAt + seconds * 1000;
	await Promise.all(
		workers.map(async ({ work }) => {
			while (performance.now() < until) {
				const from = performance.now();
				if (await work()) latencies.push(performance.now() - from);
				else refused += 1;
			}
		})
	);
	const elapsed = (performance.now() - startedAt) / 1000;
	for (const { close } of workers) await close?.();
	return { rate: latencies.length / elapsed, latencies, refused };
}

/** A slot of one hour somewhere in the year, on a random instrument. */
function randomWish(instruments: string[]) {
	const instrument = instruments[Math.floor(Math.random() * instruments.length)] ?? '';
	const hours = 48 + Math.floor(Math.random() * 365 * 24);
	const start = Math.ceil(Date.now() / HOUR) * HOUR + hours * HOUR;
	return {
		instrument,
		start: new Date(start).toISOString(),
		end: new Date(start + HOUR).toISOString()
	};
}

function apiBooker(origin: string, customer: Customer, instruments: string[]): Worker {
	return {
		async work() {
			const { instrument, start, end } = randomWish(instruments);
			const status = await post(`${origin}/api/v1/bookings`, customer.token, {
				instrument_id: instrument,
				start,
				end,
				purpose: 'Benchmark'
			});
			// Where buffers or the gap are in the way, it is 422.
			if (status !== 201 && status !== 409 && status !== 422) {
				throw new Error(`POST /api/v1/bookings answered ${status}`);
			}
			return status === 201;
		}
	};
}

const agent = new Agent({ keepAlive: true });

/** By node:http, which costs the two cores half of what fetch does: the client is not what is measured. */
function post(url: string, token: string, body: object): Promise<number> {
	return new Promise((resolve, reject) => {
		const sent = request(url, {
			agent,
			method: 'POST',
			headers: {
				authorization: `Bearer ${token}`,
				'content-type': 'application/json',
				'idempotency-key': randomUUID()
			}
		});
		sent.on('error', reject).on('response', (response) => {
			response
				.resume()
				.on('error', reject)
				.on('end', () => {
					resolve(response.statusCode ?? 0);
				});
		});
		sent.end(JSON.stringify(body));
	});
}

function directBookers(
	{ dbUrl }: BenchmarkContext,
	customers: Customer[],
	instruments: string[]
): Promise<Worker[]> {
	return Promise.all(
		customers.map(async (customer) => {
			const client = new Client({ connectionString: dbUrl });
			await client.connect();
			await client.query("select set_config('request.jwt.claims', $1, false)", [
				JSON.stringify({ sub: customer.id, role: 'authenticated' })
			]);
			await client.query('set role authenticated');
			return {
				work() {
					const { instrument, start, end } = randomWish(instruments);
					return succeeds(
						client.query({
							name: 'book',
							text: 'select public.book_instrument($1, $2, $3, null, $4, $5)',
							values: [instrument, start, end, 'Benchmark', randomUUID()]
						}),
						'PT409',
						'PT422'
					);
				},
				close: () => client.end()
			};
		})
	);
}

async function bareInserters(
	{ dbUrl }: BenchmarkContext,
	instruments: string[]
): Promise<Worker[]> {
	const owner = new Client({ connectionString: dbUrl });
	await owner.connect();
	await owner.query(
		`create table private.bench_occupancies (
			id uuid primary key default gen_random_uuid(),
			instrument_id uuid not null,
			during tstzrange not null,
			exclude using gist (instrument_id with =, during with &&)
		)`
	);
	await owner.query(
		`insert into private.bench_occupancies (instrument_id, during)
		select instrument_id, during from public.occupancies`
	);
	await owner.end();

	return Promise.all(
		Array.from({ length: CLIENTS }, async () => {
			const client = new Client({ connectionString: dbUrl });
			await client.connect();
			return {
				work() {
					const { instrument, start, end } = randomWish(instruments);
					return succeeds(
						client.query({
							name: 'insert',
							text: 'insert into private.bench_occupancies (instrument_id, during) values ($1, tstzrange($2, $3))',
							values: [instrument, start, end]
						}),
						'23P01'
					);
				},
				close: () => client.end()
			};
		})
	);
}

async function succeeds(query: Promise<unknown>, ...refusals: string[]): Promise<boolean> {
	try {
		await query;
		return true;
	} catch (error) {
		if (error instanceof Error && 'code' in error && refusals.includes(String(error.code)))
			return false;
		throw error;
	}
}
