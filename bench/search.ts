/**
 * The catalogue search through PostgREST, as an anonymous visitor, with all facets, at 10,000 and at
 * 100,000 entries: what a visitor waits for, and how it grows. Beside it, from the same rows, what a
 * plain ILIKE costs and what a trigram index does for two Chinese characters.
 */
import { Client } from 'pg';
import { addEntries, addHosts } from './catalogue-data.ts';
import {
	percentile,
	round,
	type Benchmark,
	type BenchmarkContext,
	type BenchmarkRow
} from './benchmark.ts';

const SMALL = 10_000;
const LARGE = 100_000;
const REQUESTS = 60;

export const benchmark: Benchmark = { name: 'search', run };

/** What people type, by kind; each list is gone through in turn. */
const QUERIES: Record<string, Record<string, unknown>[]> = {
	'two characters': ['电镜', '质谱', '核磁', '拉曼', '离心', '镀膜'].map((query) => ({ query })),
	English: ['mass spectrometer', 'microscope', 'XRD', 'perovskite', 'tensile testing'].map(
		(query) => ({ query })
	),
	'mixed words': ['透射电镜 JEOL', 'Raman 显微', '锂电池 SEM', '合肥 液相色谱'].map((query) => ({
		query
	})),
	'model number': ['JEM-2100', 'jem21', 'LCMS-8050', 'D8-3', 'su5000'].map((query) => ({ query })),
	'with filters': [
		{ query: '电镜', city: '合肥', bookable: true },
		{ query: '质谱', kinds: ['instrument'], class_code: '010000' },
		{ query: 'microscope', platform_kind: 'KL' }
	],
	'no words': [{}, { kinds: ['literature'] }, { bookable: true, city: '上海' }]
};

async function run(context: BenchmarkContext): Promise<BenchmarkRow[]> {
	const { log } = context;
	const database = new Client({ connectionString: context.dbUrl });
	await database.connect();
	try {
		await addHosts(database);
		log(`${SMALL} entries`);
		await addEntries(database, 0, SMALL);
		const small = await measureAll(context, database);

		log(`${LARGE} entries`);
		const startedAt = performance.now();
		await addEntries(database, SMALL, LARGE);
		const imported = (LARGE - SMALL) / ((performance.now() - startedAt) / 1000);
		const large = await measureAll(context, database);

		log('ILIKE and trigrams, for comparison');
		return [
			...[...large].flatMap(([kind, { median, slow, hits }]) => [
				{
					metric: `${kind}: median at ${LARGE}`,
					value: round(median),
					unit: 'ms',
					note: `REST call with facets, ${Math.round(hits)} hits on average`
				},
				{ metric: `${kind}: p95 at ${LARGE}`, value: round(slow), unit: 'ms' },
				{
					metric: `${kind}: p95 against ${SMALL}`,
					value: round(slow / (small.get(kind)?.slow ?? Number.NaN)),
					unit: '×',
					note: 'ten times the entries'
				}
			]),
			{ metric: 'entries added, searchable at once', value: round(imported, 0), unit: 'rows/s' },
			...(await measureBaselines(database))
		];
	} finally {
		await database.end();
	}
}

type Measured = { median: number; slow: number; hits: number };

async function measureAll(
	context: BenchmarkContext,
	database: Client
): Promise<Map<string, Measured>> {
	await database.query('vacuum analyze public.catalogue_entries');
	const measured = new Map<string, Measured>();
	for (const [kind, queries] of Object.entries(QUERIES)) {
		const times: number[] = [];
		let hits = 0;
		// The first round warms the connections and the pages of the index.
		for (let number = -queries.length; number < REQUESTS; number += 1) {
			const query = queries.at(number % queries.length) ?? {};
			const startedAt = performance.now();
			const { total } = await search(context, query);
			if (number < 0) continue;
			times.push(performance.now() - startedAt);
			hits += total / REQUESTS;
		}
		measured.set(kind, { median: percentile(times, 0.5), slow: percentile(times, 0.95), hits });
	}
	return measured;
}

async function search(
	{ supabaseUrl, publishableKey }: BenchmarkContext,
	query: Record<string, unknown>
): Promise<{ total: number }> {
	const response = await fetch(`${supabaseUrl}/rest/v1/rpc/search_catalogue`, {
		method: 'POST',
		headers: { apikey: publishableKey, 'content-type': 'application/json' },
		body: JSON.stringify(query)
	});
	if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
	return (await response.json()) as { total: number };
}

/** The usual ways, in the database alone and without facets, over the same texts. */
async function measureBaselines(database: Client): Promise<BenchmarkRow[]> {
	await database.query('create extension if not exists pg_trgm with schema extensions');
	await database.query(
		`create temporary table texts as
		select
			entries.id,
			concat_ws(' ', entries.name, entries.name_en, entries.summary, instruments.functions,
				items.abstract, datasets.abstract, services.description) as text
		from public.catalogue_entries as entries
		left join public.instruments on instruments.id = entries.id
		left join public.literature_items as items on items.id = entries.id
		left join public.datasets on datasets.id = entries.id
		left join public.services on services.id = entries.id`
	);
	await database.query('analyze texts');
	const scan = await timeLike(database, '电镜');
	await database.query('create index on texts using gin (text extensions.gin_trgm_ops)');
	const trigram = await timeLike(database, '电镜');
	const usesIndex = await plansIndex(database, '电镜');
	const longer = await timeLike(database, '透射电镜');

	return [
		{
			metric: 'ILIKE %电镜%',
			value: round(scan),
			unit: 'ms',
			note: 'median in Postgres, 20 rows and a count, no synonyms, no facets'
		},
		{
			metric: 'ILIKE %电镜%, trigram index',
			value: round(trigram),
			unit: 'ms',
			note: usesIndex
				? 'the index is used'
				: 'two characters make no trigram: the index is not used'
		},
		{ metric: 'ILIKE %透射电镜%, trigram index', value: round(longer), unit: 'ms' }
	];
}

async function timeLike(database: Client, word: string): Promise<number> {
	const times: number[] = [];
	for (let number = 0; number < 10; number += 1) {
		const startedAt = performance.now();
		await database.query(
			'select id, count(*) over () from texts where text ilike $1 order by id limit 20',
			[`%${word}%`]
		);
		times.push(performance.now() - startedAt);
	}
	return percentile(times, 0.5);
}

async function plansIndex(database: Client, word: string): Promise<boolean> {
	const plan = await database.query<{ 'QUERY PLAN': string }>(
		`explain select id from texts where text ilike '%${word}%'`
	);
	return plan.rows.some((row) => row['QUERY PLAN'].includes('Index'));
}
