/**
 * How long a change of a calendar is under way to the pages that show it: from the commit to the event
 * in each of a hundred open streams, read as a browser reads them. Beside it what a page waits that
 * has nobody to tell it, and asks by itself every quarter of a minute.
 */
import { Client } from 'pg';
import { startApp } from '../tests/support/app.ts';
import { anInstrument, anOrganisation, aPlatform } from '../tests/support/builders.ts';
import { signInCustomers } from '../tests/support/customers.ts';
import { followStream } from '../tests/support/follow-stream.ts';
import { toDb } from '../tests/support/to-db.ts';
import {
	percentile,
	round,
	type Benchmark,
	type BenchmarkContext,
	type BenchmarkRow
} from './benchmark.ts';

const STREAMS = 100;
/** Fewer than one person may have open. */
const STREAMS_OF_PERSON = 20;
const CHANGES = 60;
/** As src/lib/live/follow-calendar.svelte.ts has it. */
const POLL_MS = 15_000;

export const benchmark: Benchmark = { name: 'live', run };

async function run(context: BenchmarkContext): Promise<BenchmarkRow[]> {
	const { log } = context;
	const env = { ...process.env, ...context.env };
	Object.assign(process.env, context.env);
	const database = new Client({ connectionString: context.dbUrl });
	await database.connect();
	const app = await startApp(env);
	try {
		const db = toDb(database);
		const platform = await aPlatform(db, await anOrganisation(db, 'university', '基准大学'));
		const instrument = await anInstrument(db, platform);
		const people = await signInCustomers(database, STREAMS / STREAMS_OF_PERSON);

		log(`${STREAMS} streams of ${people.length} people`);
		const url = `${app.origin}/api/v1/live?instrument=${instrument.id}`;
		const streams = await Promise.all(
			people.flatMap(({ token }) =>
				Array.from({ length: STREAMS_OF_PERSON }, () => followStream(url, token))
			)
		);
		await new Promise((resolve) => setTimeout(resolve, 3000));

		log(`${CHANGES} changes`);
		let committedAt = 0;
		let heard: number[] = [];
		for (const stream of streams) {
			void (async () => {
				for (let event = await stream.next(); event !== null; event = await stream.next()) {
					if (event.name === 'changed') heard.push(performance.now() - committedAt);
				}
			})().catch(() => undefined);
		}
		await new Promise((resolve) => setTimeout(resolve, 500));

		const first: number[] = [];
		const all: number[] = [];
		for (let change = -5; change < CHANGES; change += 1) {
			heard = [];
			await database.query('begin');
			await database.query(
				`insert into public.occupancies (instrument_id, kind, during)
				select $1, 'own_use', tstzrange(start, start + interval '1 hour')
				from (select date_trunc('hour', now()) + make_interval(days => 100, hours => $2) as start) as at`,
				[instrument.id, change]
			);
			committedAt = performance.now();
			await database.query('commit');
			while (heard.length < STREAMS) await new Promise((resolve) => setTimeout(resolve, 1));
			if (change < 0) continue;
			first.push(Math.min(...heard));
			all.push(...heard);
		}
		for (const stream of streams) await stream.close();

		return [
			{
				metric: 'from commit to event: median',
				value: round(percentile(all, 0.5)),
				unit: 'ms',
				note: `${STREAMS} streams, ${CHANGES} changes`
			},
			{ metric: 'from commit to event: p95', value: round(percentile(all, 0.95)), unit: 'ms' },
			{
				metric: 'from commit to the first of the streams: median',
				value: round(percentile(first, 0.5)),
				unit: 'ms'
			},
			{
				metric: 'a page that polls: median',
				value: POLL_MS / 2,
				unit: 'ms',
				note: 'by its interval, before its request'
			},
			{ metric: 'a page that polls: p95', value: POLL_MS * 0.95, unit: 'ms' }
		];
	} finally {
		await app.stop();
		await database.end();
	}
}
