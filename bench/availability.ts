/**
 * The calendar of one instrument's week and the earliest free two hours among all of them, through
 * PostgREST as a visitor, at 5,000 instruments with 1,000,000 bookings of a year.
 */
import { Client } from 'pg';
import {
	percentile,
	round,
	type Benchmark,
	type BenchmarkContext,
	type BenchmarkRow
} from './benchmark.ts';

const INSTRUMENTS = 5_000;
const REQUESTS = 60;
const DAY = 86_400_000;

export const benchmark: Benchmark = { name: 'availability', run };

async function run(context: BenchmarkContext): Promise<BenchmarkRow[]> {
	const { log } = context;
	const database = new Client({ connectionString: context.dbUrl });
	await database.connect();
	try {
		log(`${INSTRUMENTS} instruments with a year of bookings, written by the database's owner`);
		const { instruments, bookings } = await fill(database);

		const note = `${INSTRUMENTS} instruments, ${bookings} bookings`;
		const rows: BenchmarkRow[] = [];
		for (const [metric, wish] of Object.entries(wishes(instruments))) {
			log(metric);
			const times = await measure(context, wish);
			rows.push(
				{ metric: `${metric}: median`, value: round(percentile(times, 0.5)), unit: 'ms', note },
				{ metric: `${metric}: p95`, value: round(percentile(times, 0.95)), unit: 'ms' }
			);
		}
		return rows;
	} finally {
		await database.end();
	}
}

type Wish = (number: number) => { call: string; parameters: Record<string, unknown> };

function wishes(instruments: string[]): Record<string, Wish> {
	const inDays = (days: number) => new Date(Date.now() + days * DAY).toISOString();
	return {
		'a week of one instrument': (number) => ({
			call: 'instrument_availability',
			parameters: {
				// A prime step, so that each request is for another part of the index.
				instrument_id: instruments[(number * 1_009) % instruments.length],
				starts_at: inDays(number % 60),
				ends_at: inDays((number % 60) + 7)
			}
		}),
		'earliest two hours among all': () => ({ call: 'find_slots', parameters: {} }),
		'earliest two hours of a day to come': (number) => ({
			call: 'find_slots',
			parameters: { starts_at: inDays(1 + (number % 30)) }
		}),
		'earliest two hours, by words': (number) => ({
			call: 'find_slots',
			parameters: { query: ['电镜', '质谱', '核磁', '拉曼'][number % 4] }
		}),
		'earliest eight hours among all': () => ({
			call: 'find_slots',
			parameters: { duration_minutes: 480 }
		})
	};
}

async function measure(
	{ supabaseUrl, publishableKey }: BenchmarkContext,
	wish: Wish
): Promise<number[]> {
	const times: number[] = [];
	// The first ten warm the connections and the pages of the indexes.
	for (let number = -10; number < REQUESTS; number += 1) {
		const { call, parameters } = wish(Math.abs(number));
		const startedAt = performance.now();
		const response = await fetch(`${supabaseUrl}/rest/v1/rpc/${call}`, {
			method: 'POST',
			headers: { apikey: publishableKey, 'content-type': 'application/json' },
			body: JSON.stringify(parameters)
		});
		const answer = await response.text();
		if (!response.ok) throw new Error(`${call}: ${response.status} ${answer}`);
		if (number >= 0) times.push(performance.now() - startedAt);
	}
	return times;
}

/**
 * Instruments open on weekdays from 8 to 20, and about a fifth of their year taken in spans of two
 * hours: what the writers would leave, without their work, which is another benchmark's.
 */
async function fill(database: Client): Promise<{ instruments: string[]; bookings: number }> {
	const { rows: instruments } = await database.query<{ id: string }>(
		`with host as (
			insert into public.organisations (kind, name, city)
			values ('university', '基准大学', '合肥') returning id
		),
		platforms as (
			insert into public.platforms (organisation_id, name, city)
			select host.id, '基准平台' || n, '合肥' from host, generate_series(1, 250) as n
			returning id
		),
		numbered as (
			select platforms.id, row_number() over () - 1 as number from platforms
		)
		insert into public.instruments (platform_id, source_key, name)
		select
			numbered.id,
			'bench-' || n,
			(array['场发射扫描电镜', '透射电镜', '气相色谱质谱联用仪', '核磁共振波谱仪', 'X射线衍射仪',
				'激光共聚焦显微镜', '拉曼光谱仪', '原子力显微镜', '流式细胞仪', '万能材料试验机'])[1 + n % 10]
		from generate_series(1, $1::integer) as n
		join numbered on numbered.number = n % 250
		returning id`,
		[INSTRUMENTS]
	);
	const ids = instruments.map(({ id }) => id);
	await database.query(
		`insert into public.booking_rules
			(instrument_id, setup_minutes, teardown_minutes)
		select id, 15 * (n % 2), 15 * (n % 3 / 2)
		from unnest($1::uuid[]) with ordinality as instruments (id, n)`,
		[ids]
	);
	await database.query(
		`insert into public.tariffs (instrument_id, rate_fen)
		select id, 30000 from unnest($1::uuid[]) as id`,
		[ids]
	);
	await database.query(
		`insert into public.opening_hours (instrument_id, weekday, opens, closes)
		select id, weekday, '08:00', '20:00'
		from unnest($1::uuid[]) as instruments (id), generate_series(1, 5) as weekday`,
		[ids]
	);
	const { rows: customers } = await database.query<{ organisation_id: string; person_id: string }>(
		`with person as (
			insert into auth.users (id, aud, role, email, encrypted_password)
			values (gen_random_uuid(), 'authenticated', 'authenticated', 'bench@bench.test', '')
			returning id
		),
		startup as (
			insert into public.organisations (kind, name) values ('startup', '基准创业公司') returning id
		)
		select startup.id as organisation_id, person.id as person_id from startup, person`
	);
	const [customer] = customers;
	if (customer === undefined) throw new Error('No customer was made.');

	const { rowCount } = await database.query(
		`insert into public.bookings
			(instrument_id, platform_id, organisation_id, person_id, rule_id, reserved, status, currency)
		select
			instruments.id, instruments.platform_id, $2, $3, rules.id,
			tstzrange(starts.starts_at, starts.starts_at + interval '2 hours'), 'confirmed', 'CNY'
		from unnest($1::uuid[]) with ordinality as chosen (id, n)
		join public.instruments on instruments.id = chosen.id
		join public.booking_rules as rules on rules.instrument_id = chosen.id
		cross join generate_series(-182, 182) as day
		cross join generate_series(0, 3) as turn
		cross join lateral (
			select (current_date + day + time '08:30' + turn * interval '3 hours')
				at time zone 'Asia/Shanghai' as starts_at
		) as starts
		where extract(isodow from current_date + day) < 6
			-- 197 of 1,024 turns, by a hash, so that every run takes the same.
			and hashint8(chosen.n * 1000003 + day * 4 + turn) & 1023 < 197
		order by chosen.n, starts.starts_at`,
		[ids, customer.organisation_id, customer.person_id]
	);
	await database.query(
		`insert into public.occupancies (instrument_id, kind, during, booking_id)
		select
			bookings.instrument_id,
			'booking',
			private.with_buffers(bookings.reserved, rules.setup_minutes, rules.teardown_minutes),
			bookings.id
		from public.bookings
		join public.booking_rules as rules on rules.id = bookings.rule_id
		where bookings.person_id = $1
		order by bookings.instrument_id, bookings.starts_at`,
		[customer.person_id]
	);
	await database.query('vacuum analyze');
	return { instruments: ids, bookings: rowCount ?? 0 };
}
