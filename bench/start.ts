/** From nothing to serving, and again with everything in place; the build is measured apart. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { anyFreePort } from '../supabase/embedded/ports.ts';
import { round, type Benchmark, type BenchmarkContext, type BenchmarkRow } from './benchmark.ts';

export const benchmark: Benchmark = { name: 'start', run };

const LIMIT_MS = 300_000;

async function run({ log }: BenchmarkContext): Promise<BenchmarkRow[]> {
	const dataDir = await mkdtemp(join(tmpdir(), 'yixiang-bench-start-'));
	try {
		log('first start (the build is there)');
		const cold = await startAndStop(dataDir, 'SIGTERM');
		log('second start');
		const warm = await startAndStop(dataDir, 'SIGKILL');
		log('start after kill -9');
		const recovered = await startAndStop(dataDir, 'SIGTERM');
		return [
			{ metric: 'first start, with demo data', value: round(cold), unit: 's', note: 'limit 120 s' },
			{ metric: 'second start', value: round(warm), unit: 's', note: 'limit 15 s' },
			{ metric: 'start after kill -9', value: round(recovered), unit: 's' }
		];
	} finally {
		await rm(dataDir, { recursive: true, force: true });
	}
}

/** Seconds from `npm start` until /readyz says yes. */
async function startAndStop(dataDir: string, signal: NodeJS.Signals): Promise<number> {
	const port = await anyFreePort();
	const {
		PUBLIC_SUPABASE_URL: _url,
		PUBLIC_SUPABASE_PUBLISHABLE_KEY: _key,
		SUPABASE_DB_URL: _database,
		SUPABASE_SECRET_KEY: _secret,
		...env
	} = process.env;
	const startedAt = performance.now();
	const child = spawn(process.execPath, ['scripts/start.ts'], {
		env: { ...env, YIXIANG_DATA_DIR: dataDir, PORT: String(port) },
		stdio: 'ignore'
	});
	const exited = once(child, 'exit');
	while (!(await isReady(`http://127.0.0.1:${port}/readyz`))) {
		if (child.exitCode !== null) throw new Error('npm start ended before it was ready.');
		if (performance.now() - startedAt > LIMIT_MS) throw new Error('npm start never got ready.');
		await pause(50);
	}
	const seconds = (performance.now() - startedAt) / 1000;
	child.kill(signal);
	await exited;
	return seconds;
}

async function isReady(url: string): Promise<boolean> {
	try {
		const response = await fetch(url);
		await response.body?.cancel();
		return response.ok;
	} catch {
		return false;
	}
}
