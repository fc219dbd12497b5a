/**
 * Use of data and literature: how fast events come in and are counted, and the report of a year over
 * ten million of them, from what is kept of each month beside a scan of the events in the same run.
 * The scan shares no function with the count and has to come to the same figures.
 */
import { deepStrictEqual } from 'node:assert/strict';
import { Client } from 'pg';
import {
	percentile,
	round,
	scaled,
	type Benchmark,
	type BenchmarkContext,
	type BenchmarkRow
} from './benchmark.ts';
import { signInEvaluator } from './ledger-data.ts';

const EVENTS = scaled(10_000_000);
const PLATFORMS = 150;
const DATASETS = 3000;
const WORKS = 20_000;
const VISITORS = scaled(400_000);
/** Of visitors, those who have signed in. */
const SIGNED_IN_SHARE = 0.1;
const CUSTOMERS = 4000;
const BEGIN = '2025-01-01';
const END = '2025-12-01';
const REQUESTS = 20;
const INGESTED = scaled(100_000);
/** As src/lib/usage/usage-buffer.ts sends them. */
const BATCH = 500;
/** Rows of a platform report that are asked for at once. */
const PAGE = 1000;

export const benchmark: Benchmark = { name: 'usage', run };

async function run(context: BenchmarkContext): Promise<BenchmarkRow[]> {
	const { log } = context;
	Object.assign(process.env, context.env);
	const database = new Client({ connectionString: context.dbUrl });
	await database.connect();
	try {
		const evaluator = await signInEvaluator(database);
		log(`${EVENTS} events of ${VISITORS} visitors on ${DATASETS + WORKS} datasets and works`);
		const events = await fill(database);

		log('a scan of the events');
		const scanStartedAt = performance.now();
		const scanned = await scan(database);
		const scanTook = performance.now() - scanStartedAt;

		log('counting, month by month');
		const countStartedAt = performance.now();
		for (let month = 0; month < 12; month += 1) {
			await database.query(
				"select private.count_usage_month(($1::date + $2::integer * interval '1 month')::date)",
				[BEGIN, month]
			);
		}
		const countTook = performance.now() - countStartedAt;
		await database.query('vacuum analyze');
		const { rows: kept } = await database.query<{ rows: string }>(
			'select count(*) as rows from public.usage_by_month'
		);

		log('reports from what is counted');
		const ask = toCaller(context, evaluator.token);
		const window = { begin_month: BEGIN, end_month: END };
		const platformReport = await measure(async () => {
			await platformRows(ask, 'literature');
			await platformRows(ask, 'dataset');
		});
		deepStrictEqual(await figuresOf(ask), scanned, 'the report of the year differs from the scan');
		const comparison = await measure(() => ask('compare_usage', window));
		const itemPage = await measure(() =>
			ask('usage_of_items', { resource_kind: 'literature', ...window, size: 60 })
		);

		log('events as the server sends them');
		const ingest = await measureIngest(context, database);

		return [
			{
				metric: 'year of all platforms, counted: median',
				value: round(percentile(platformReport, 0.5), 0),
				unit: 'ms',
				note: `${events} events, kept as ${Number(kept[0]?.rows)} rows; literature and datasets`
			},
			{
				metric: 'the same by a scan of the events',
				value: round(scanTook, 0),
				unit: 'ms',
				note: `${round(scanTook / percentile(platformReport, 0.5), 0)} times as long, equal to the digit`
			},
			{
				metric: 'comparison of platforms: median',
				value: round(percentile(comparison, 0.5), 0),
				unit: 'ms'
			},
			{
				metric: '60 works of the item report: median',
				value: round(percentile(itemPage, 0.5), 0),
				unit: 'ms'
			},
			{
				metric: 'events counted',
				value: round(events / (countTook / 1000), 0),
				unit: 'events/s',
				note: `a year in ${round(countTook / 1000, 0)} s`
			},
			{
				metric: 'events recorded',
				value: round(ingest.rate, 0),
				unit: 'events/s',
				note: `in batches of ${BATCH}, two at a time, through PostgREST`
			}
		];
	} finally {
		await database.end();
	}
}

async function measure(call: () => Promise<unknown>): Promise<number[]> {
	const times: number[] = [];
	for (let turn = -3; turn < REQUESTS; turn += 1) {
		const startedAt = performance.now();
		await call();
		if (turn >= 0) times.push(performance.now() - startedAt);
	}
	return times;
}

type Caller = (name: string, parameters: object) => Promise<unknown>;

function toCaller({ supabaseUrl, publishableKey }: BenchmarkContext, token: string): Caller {
	return async (name, parameters) => {
		const response = await fetch(`${supabaseUrl}/rest/v1/rpc/${name}`, {
			method: 'POST',
			headers: {
				apikey: publishableKey,
				authorization: `Bearer ${token}`,
				'content-type': 'application/json'
			},
			body: JSON.stringify(parameters)
		});
		const answer: unknown = await response.json();
		if (!response.ok) throw new Error(`${name}: ${response.status} ${JSON.stringify(answer)}`);
		return answer;
	};
}

type PlatformRow = { platform: { id: string }; metric: string; total: number };

/** All rows of a platform report, in pages as src/lib/usage/report.server.ts reads them. */
async function platformRows(ask: Caller, resource_kind: string): Promise<PlatformRow[]> {
	const rows: PlatformRow[] = [];
	for (let page: PlatformRow[] = []; rows.length === 0 || page.length === PAGE;) {
		page = (await ask(`usage_of_platforms?limit=${PAGE}&offset=${rows.length}`, {
			resource_kind,
			begin_month: BEGIN,
			end_month: END
		})) as PlatformRow[];
		rows.push(...page);
	}
	return rows;
}

type Figures = Record<string, number>;

/** What the platform reports say, by kind, platform and metric, all ways of access together. */
async function figuresOf(ask: Caller): Promise<Figures> {
	const figures: Figures = {};
	for (const resource_kind of ['literature', 'dataset']) {
		for (const { platform, metric, total } of await platformRows(ask, resource_kind)) {
			if (metric.startsWith('unique_title') || metric === 'searches_platform') continue;
			const key = `${resource_kind}/${platform.id}/${metric}`;
			figures[key] = (figures[key] ?? 0) + total;
		}
	}
	return inOrder(figures);
}

/** The same from the events: a click counts that no other follows within thirty seconds. */
async function scan(database: Client): Promise<Figures> {
	await database.query("set work_mem = '256MB'");
	const { rows } = await database.query<{ key: string; count: string }>(
		`with clicks as (
			select
				resource_kind, platform_id, resource_id, visitor, action, access_method,
				date_trunc('hour', at, 'UTC') as hour,
				coalesce(
					lead(at) over (partition by visitor, resource_id, action order by at, id) - at
						> interval '30 seconds',
					true
				) as is_kept
			from private.usage_events
			where at >= '2025-01-01 00:00+08' and at < '2026-01-01 00:00+08'
				and (status in (200, 304) or (action = 'request' and status in (302, 303)))
		),
		totals as (
			select resource_kind, platform_id, action, count(*) as count
			from clicks
			where is_kept
			group by 1, 2, 3
		),
		visits as (
			select distinct resource_kind, platform_id, resource_id, visitor, hour, access_method, action
			from clicks
			where is_kept or resource_kind = 'literature'
		),
		uniques as (
			select
				resource_kind, platform_id,
				count(distinct (resource_id, visitor, hour, access_method)) as investigations,
				count(*) filter (where action = 'request') as requests
			from visits
			group by 1, 2
		)
		select resource_kind || '/' || platform_id || '/total_investigations' as key, sum(count) as count
		from totals
		group by resource_kind, platform_id
		union all
		select resource_kind || '/' || platform_id || '/total_requests', count
		from totals
		where action = 'request'
		union all
		select resource_kind || '/' || platform_id || '/unique_investigations', investigations
		from uniques
		union all
		select resource_kind || '/' || platform_id || '/unique_requests', requests
		from uniques
		where requests > 0`
	);
	await database.query('reset work_mem');
	return inOrder(Object.fromEntries(rows.map(({ key, count }) => [key, Number(count)])));
}

function inOrder(figures: Figures): Figures {
	return Object.fromEntries(
		Object.entries(figures).toSorted(([one], [other]) => (one < other ? -1 : 1))
	);
}

/**
 * Events spread evenly over the year: each visit is a handful of looks, few of the resources are looked
 * at by many, and every tenth look is a double click.
 */
async function fill(database: Client): Promise<number> {
	await database.query(
		`insert into public.organisations (kind, name)
		select 'startup', 'Bench startup ' || n from generate_series(1, $1::integer) as n`,
		[CUSTOMERS]
	);
	await database.query(
		`with host as (
			insert into public.organisations (kind, name) values ('university', '基准大学') returning id
		),
		platforms as (
			insert into public.platforms (organisation_id, name)
			select host.id, 'Bench platform ' || n from host, generate_series(1, $1::integer) as n
			returning id
		),
		numbered as (select id, row_number() over () as number from platforms),
		datasets as (
			insert into public.datasets (platform_id, source_key, title, size_bytes)
			select id, 'bench-' || n, '析出相图像集 ' || n, 1000000 + n
			from generate_series(1, $2::integer) as n
			join numbered on number = 1 + n % $1::integer
		)
		insert into public.literature_items
			(platform_id, source_key, title, authors, venue, published_year, access, full_text_url)
		select
			id, 'bench-' || n, '镍基合金析出相的演化 ' || n, array['陈雨', '李雷'], '材料学报', 2000 + n % 25,
			'open', 'https://texts.test/' || n
		from generate_series(1, $3::integer) as n
		join numbered on number = 1 + n % $1::integer`,
		[PLATFORMS, DATASETS, WORKS]
	);
	await database.query(
		`create temporary table bench_resources as
		select
			row_number() over (order by md5(source_key || kind)) - 1 as place, kind, id, platform_id, bytes
		from (
			select 'dataset'::public.resource_kind as kind, id, platform_id, source_key, size_bytes as bytes
			from public.datasets where source_key like 'bench-%'
			union all
			select 'literature', id, platform_id, source_key, null
			from public.literature_items where source_key like 'bench-%'
		) as resources`
	);
	await database.query(
		`create temporary table bench_customers as
		select row_number() over (order by name) - 1 as place, id
		from public.organisations where name like 'Bench startup %'`
	);
	await database.query('analyze bench_resources; analyze bench_customers');
	await database.query(
		`select private.ensure_usage_partition(month::date)
		from generate_series($1::timestamp, $2::timestamp, interval '1 month') as month`,
		[BEGIN, END]
	);
	await database.query('select setseed(0.25)');
	const { rowCount } = await database.query(
		`with drawn as materialized (
			select
				n, n / 5 * 7919 % $2::bigint as visitor, random() as luck, random() as chance, random() as fate
			from generate_series(0, ($1::bigint * 10) / 11 - 1) as n
		)
		insert into private.usage_events (
			at, resource_kind, resource_id, platform_id, action, access_method, agent_class, status,
			visitor, organisation_id, beneficiary_class, bytes
		)
		select
			'2025-01-01 00:00+08'::timestamptz
				+ n * (interval '365 days' / (($1::bigint * 10) / 11))
				+ clicks.turn * interval '9 seconds',
			resources.kind, resources.id, resources.platform_id,
			case when chance < 0.3 then 'request' else 'investigation' end::public.usage_action,
			case
				when fate > 0.1 then 'regular'
				when resources.kind = 'dataset' then 'machine'
				else 'tdm'
			end::public.usage_access_method,
			'browser', case when chance < 0.02 then 404 when chance < 0.3 then 302 else 200 end,
			sha256(int8send(drawn.visitor)), customers.id,
			case when customers.id is not null then 'startup' end::public.beneficiary_class,
			case when chance < 0.3 then resources.bytes end
		from drawn
		left join bench_customers as customers
			on drawn.visitor < $2::bigint * $4::numeric and customers.place = drawn.visitor % $5::bigint
		join bench_resources as resources
			on resources.place = case
				-- A startup comes back to the few things that it needs.
				when customers.id is not null then (customers.place * 37 + floor(power(luck, 3) * 20)::integer) % $3::integer
				else floor(power(luck, 3) * $3::integer)
			end
		cross join lateral generate_series(0, case when n % 10 = 0 then 1 else 0 end) as clicks (turn)`,
		[EVENTS, VISITORS, DATASETS + WORKS, SIGNED_IN_SHARE, CUSTOMERS]
	);
	await database.query('vacuum analyze private.usage_events');
	return rowCount ?? 0;
}

/** How fast batches of visitors' looks are kept, two senders at a time. */
async function measureIngest(
	{ supabaseUrl, env }: BenchmarkContext,
	database: Client
): Promise<{ rate: number }> {
	const { rows: resources } = await database.query<{ kind: string; id: string }>(
		'select kind, id from bench_resources order by place limit 1000'
	);
	const key = env['SUPABASE_SECRET_KEY'] ?? '';
	let left = Math.max(1, Math.round(INGESTED / BATCH));
	const all = left * BATCH;

	async function sender(): Promise<void> {
		for (let batch = left--; batch > 0; batch = left--) {
			const events = Array.from({ length: BATCH }, (_, number) => {
				const resource = resources[(batch * 31 + number) % resources.length];
				return {
					at: new Date().toISOString(),
					resource_kind: resource?.kind,
					resource_id: resource?.id,
					action: 'investigation',
					access_method: 'regular',
					agent_class: 'browser',
					agent: `Mozilla/5.0 (X11; Linux x86_64) Bench/${batch}`,
					status: 200,
					address: `203.0.113.${number % 250}`,
					person_id: null
				};
			});
			const response = await fetch(`${supabaseUrl}/rest/v1/rpc/record_usage`, {
				method: 'POST',
				headers: {
					apikey: key,
					authorization: `Bearer ${key}`,
					'content-type': 'application/json'
				},
				body: JSON.stringify({ events })
			});
			const kept: unknown = await response.json();
			if (kept !== BATCH) throw new Error(`record_usage: ${JSON.stringify(kept)}`);
		}
	}
	const startedAt = performance.now();
	await Promise.all([sender(), sender()]);
	return { rate: all / ((performance.now() - startedAt) / 1000) };
}
