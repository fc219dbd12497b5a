/**
 * The week of a platform with a hundred instruments that are booked from morning to night, through
 * PostgREST as its manager: in one call, beside what a page would do that asked for the availability
 * of each instrument, in the same run.
 */
import { gzipSync } from 'node:zlib';
import { Client } from 'pg';
import { signInCustomers } from '../tests/support/customers.ts';
import {
	percentile,
	round,
	type Benchmark,
	type BenchmarkContext,
	type BenchmarkRow
} from './benchmark.ts';

const INSTRUMENTS = 100;
const WEEKS = 17;
const REQUESTS = 60;
/** As a browser has to one host, and as many as PostgREST's pool would serve at once. */
const CONNECTIONS = 6;
const WEEK = 7 * 86_400_000;

export const benchmark: Benchmark = { name: 'timeline', run };

async function run(context: BenchmarkContext): Promise<BenchmarkRow[]> {
	const { log } = context;
	Object.assign(process.env, context.env);
	const database = new Client({ connectionString: context.dbUrl });
	await database.connect();
	try {
		log(`${INSTRUMENTS} instruments with ${WEEKS} full weeks, written by the database's owner`);
		const { platform, instruments, bookings, token } = await fill(database);
		const caller = toCaller(context, token);
		const starts = Array.from({ length: 5 }, (_, n) => mondayIn(n - 2));

		log('the timeline in one call');
		let bytes = 0;
		let zipped = 0;
		let shown = 0;
		const timeline = await measure(REQUESTS, async (number) => {
			const start = starts[number % starts.length] ?? mondayIn(0);
			const answer = await caller('platform_timeline', { platform_id: platform, ...weekOf(start) });
			if (number === 0) {
				bytes = Buffer.byteLength(answer);
				zipped = gzipSync(answer).length;
				const { instruments } = JSON.parse(answer) as { instruments: { bookings: unknown[] }[] };
				shown = instruments.flatMap(({ bookings }) => bookings).length;
			}
		});

		log('the availability of each instrument');
		const each = await measure(10, async (number) => {
			const week = weekOf(starts[number % starts.length] ?? mondayIn(0));
			const left = [...instruments];
			await Promise.all(
				Array.from({ length: CONNECTIONS }, async () => {
					for (let id = left.pop(); id !== undefined; id = left.pop()) {
						await caller('instrument_availability', { instrument_id: id, ...week });
					}
				})
			);
		});

		return [
			{
				metric: 'platform_timeline: median',
				value: round(percentile(timeline, 0.5)),
				unit: 'ms',
				note: `${INSTRUMENTS} instruments, ${shown} bookings of the week, ${bookings} in all`
			},
			{ metric: 'platform_timeline: p95', value: round(percentile(timeline, 0.95)), unit: 'ms' },
			{ metric: 'its answer', value: round(bytes / 1024), unit: 'KiB' },
			{ metric: 'its answer, gzipped', value: round(zipped / 1024), unit: 'KiB' },
			{
				metric: 'instrument by instrument: median',
				value: round(percentile(each, 0.5)),
				unit: 'ms',
				note: `${INSTRUMENTS} calls over ${CONNECTIONS} connections, without whose the bookings are`
			},
			{ metric: 'instrument by instrument: p95', value: round(percentile(each, 0.95)), unit: 'ms' },
			{
				metric: 'one call against many',
				value: round(percentile(each, 0.5) / percentile(timeline, 0.5), 1),
				unit: '×'
			}
		];
	} finally {
		await database.end();
	}
}

/** The times of so many calls, after a few that warm connections, plans and pages. */
async function measure(count: number, call: (number: number) => Promise<void>): Promise<number[]> {
	const times: number[] = [];
	for (let number = -5; number < count; number += 1) {
		const startedAt = performance.now();
		await call(Math.abs(number));
		if (number >= 0) times.push(performance.now() - startedAt);
	}
	return times;
}

function toCaller({ supabaseUrl, publishableKey }: BenchmarkContext, token: string) {
	return async (name: string, parameters: object): Promise<string> => {
		const response = await fetch(`${supabaseUrl}/rest/v1/rpc/${name}`, {
			method: 'POST',
			headers: {
				apikey: publishableKey,
				authorization: `Bearer ${token}`,
				'content-type': 'application/json'
			},
			body: JSON.stringify(parameters)
		});
		const answer = await response.text();
		if (!response.ok) throw new Error(`${name}: ${response.status} ${answer}`);
		return answer;
	};
}

/** Midnight in Shanghai of the Monday so many weeks from this one. */
function mondayIn(weeks: number): Date {
	const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
	const midnight = Date.parse(`${today}T00:00:00+08:00`);
	const weekday = (new Date(`${today}T12:00:00Z`).getUTCDay() + 6) % 7;
	return new Date(midnight - weekday * 86_400_000 + weeks * WEEK);
}

function weekOf(start: Date): { starts_at: string; ends_at: string } {
	return {
		starts_at: start.toISOString(),
		ends_at: new Date(start.getTime() + WEEK).toISOString()
	};
}

/**
 * Every instrument open from 8 to 20 on all days and booked for all of it, two hours each, by forty
 * startups in turn: what the writers would leave, without their work, which is another benchmark's.
 */
async function fill(database: Client) {
	const customers = await signInCustomers(database, 40);
	const [manager] = await signInCustomers(database, 1);
	if (!manager) throw new Error('No manager was made.');

	const { rows: platforms } = await database.query<{ id: string }>(
		`with host as (
			insert into public.organisations (kind, name) values ('university', '基准大学') returning id
		),
		platform as (
			insert into public.platforms (organisation_id, name)
			select id, '基准平台' from host returning id, organisation_id
		),
		membership as (
			insert into public.memberships (person_id, organisation_id, platform_id, role)
			select $1, organisation_id, id, 'manager' from platform
		)
		select id from platform`,
		[manager.id]
	);
	const platform = platforms[0]?.id ?? '';
	const { rows: instruments } = await database.query<{ id: string }>(
		`insert into public.instruments (platform_id, source_key, name)
		select $1, 'bench-' || n, '场发射扫描电子显微镜 ' || n from generate_series(1, $2::integer) as n
		returning id`,
		[platform, INSTRUMENTS]
	);
	const ids = instruments.map(({ id }) => id);
	await database.query(
		'insert into public.booking_rules (instrument_id) select id from unnest($1::uuid[]) as id',
		[ids]
	);
	await database.query(
		`insert into public.opening_hours (instrument_id, weekday, opens, closes)
		select id, weekday, '08:00', '20:00'
		from unnest($1::uuid[]) as id, generate_series(1, 7) as weekday`,
		[ids]
	);
	const { rowCount } = await database.query(
		`insert into public.bookings
			(instrument_id, platform_id, organisation_id, person_id, rule_id, reserved, status, currency)
		select
			rules.instrument_id, $2, customers.organisation_id, customers.person_id, rules.id,
			tstzrange(starts.starts_at, starts.starts_at + interval '2 hours'), 'confirmed', 'CNY'
		from unnest($1::uuid[]) with ordinality as chosen (id, n)
		join public.booking_rules as rules on rules.instrument_id = chosen.id
		cross join generate_series(-7 * $3 / 2, 7 * $3 / 2) as day
		cross join generate_series(0, 5) as turn
		cross join lateral (
			select (current_date + day + time '08:00' + turn * interval '2 hours')
				at time zone 'Asia/Shanghai' as starts_at
		) as starts
		join unnest($4::uuid[], $5::uuid[]) with ordinality as customers (organisation_id, person_id, n)
			on customers.n = 1 + (chosen.n * 7 + day * 6 + turn + 10000) % cardinality($4::uuid[])`,
		[
			ids,
			platform,
			WEEKS,
			customers.map(({ organisationId }) => organisationId),
			customers.map(({ id }) => id)
		]
	);
	await database.query(
		`insert into public.occupancies (instrument_id, kind, during, booking_id)
		select bookings.instrument_id, 'booking', bookings.reserved, bookings.id
		from public.bookings
		where bookings.platform_id = $1`,
		[platform]
	);
	await database.query('vacuum analyze');
	return { platform, instruments: ids, bookings: rowCount ?? 0, token: manager.token };
}
