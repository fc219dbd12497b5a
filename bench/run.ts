/**
 * npm run bench [-- NAME …]: the benchmarks, each on a stack of its own. A table on screen, and
 * bench/results/NAME.json with the machine it was measured on.
 */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { startStack } from '../supabase/embedded/start-stack.ts';
import { buildIfNeeded } from '../scripts/build-app.ts';
import type { Benchmark, BenchmarkRow } from './benchmark.ts';
import { benchmark as availability } from './availability.ts';
import { benchmark as book } from './book.ts';
import { benchmark as exporting } from './export.ts';
import { benchmark as figures } from './figures.ts';
import { benchmark as lighthouse } from './lighthouse.ts';
import { benchmark as live } from './live.ts';
import { benchmark as search } from './search.ts';
import { benchmark as start } from './start.ts';
import { benchmark as timeline } from './timeline.ts';
import { benchmark as usage } from './usage.ts';

const RESULTS = join(import.meta.dirname, 'results');
const BENCHMARKS = [
	start,
	book,
	search,
	availability,
	timeline,
	live,
	exporting,
	figures,
	usage,
	lighthouse
];

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !BENCHMARKS.some((benchmark) => benchmark.name === name));
if (unknown.length > 0) {
	const names = BENCHMARKS.map(({ name }) => name).join(', ');
	console.error(`No such benchmark: ${unknown.join(', ')}. There are: ${names}.`);
	process.exit(2);
}

buildIfNeeded(() => {
	console.log('Building the application…');
});
await mkdir(RESULTS, { recursive: true });
for (const benchmark of BENCHMARKS) {
	if (wanted.length === 0 || wanted.includes(benchmark.name)) await measure(benchmark);
}

async function measure(benchmark: Benchmark): Promise<void> {
	console.log(`\n${benchmark.name}`);
	const dataDir = await mkdtemp(join(tmpdir(), 'yixiang-bench-'));
	const stack = await startStack({
		dataDir,
		demo: benchmark.demo ?? false,
		ports: { gateway: 0, database: 0 }
	});
	try {
		const rows = await benchmark.run({
			dbUrl: stack.env.SUPABASE_DB_URL,
			supabaseUrl: stack.env.PUBLIC_SUPABASE_URL,
			publishableKey: stack.env.PUBLIC_SUPABASE_PUBLISHABLE_KEY,
			env: stack.env,
			log: (line) => {
				console.log(`  … ${line}`);
			}
		});
		printTable(rows);
		await writeFile(
			join(RESULTS, `${benchmark.name}.json`),
			`${JSON.stringify({ benchmark: benchmark.name, measured_at: new Date(), machine: machine(), rows }, null, '\t')}\n`
		);
	} finally {
		await stack.stop();
		await rm(dataDir, { recursive: true, force: true });
	}
}

function printTable(rows: BenchmarkRow[]): void {
	const width = Math.max(...rows.map(({ metric }) => metric.length));
	for (const { metric, value, unit, note } of rows) {
		const figure = `${String(value).padStart(10)} ${unit}`;
		console.log(`  ${metric.padEnd(width)} ${figure}${note === undefined ? '' : `   (${note})`}`);
	}
}

function machine() {
	const [cpu] = cpus();
	return {
		cpu: cpu?.model ?? 'unknown',
		cores: cpus().length,
		memory_gib: Math.round(totalmem() / 2 ** 30),
		node: process.version
	};
}
