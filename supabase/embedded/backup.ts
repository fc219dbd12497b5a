/*
 * A backup is one compressed tar file with the database's files, the log records that make them
 * consistent, and the keys. It is taken while people work, by Postgres's own procedure for base
 * backups, and restores on any machine of the same kind.
 */

import { createWriteStream, existsSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { open, readdir } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import pg from 'pg';
import type { DataDir } from './data-dir.ts';
import { loadKeys } from './keys.ts';
import { databaseUrl, findCluster, startPostgres } from './postgres.ts';
import { claim, updateRunning } from './running.ts';
import { tarEnd, tarHeader, tarPadding } from './tar.ts';

/** What a restored server makes anew, or must not find. The folders themselves are kept. */
const EMPTIED_FOLDERS = new Set([
	'pg_dynshmem',
	'pg_notify',
	'pg_replslot',
	'pg_serial',
	'pg_snapshots',
	'pg_stat_tmp',
	'pg_subtrans',
	'pg_wal'
]);
const LEFT_OUT = new Set(['postmaster.pid', 'postmaster.opts', 'backup_label', 'tablespace_map']);
const CONTROL_FILE = 'global/pg_control';
const CHUNK_BYTES = 1024 * 1024;

type BackupManifest = {
	format: 1;
	createdAt: string;
	/** Postgres's files are the same only on the same kind of machine. */
	platform: string;
	postgresVersion: string;
};

/** Writes the backup and returns the file's full path. */
export async function createBackup(dataDir: DataDir, file: string): Promise<string> {
	const path = resolve(file);
	const cluster = findCluster(dataDir);
	if (cluster === undefined || !existsSync(join(cluster, 'PG_VERSION'))) {
		throw new Error(`There is no database in ${dataDir.path} to back up.`);
	}
	const running = await claim(dataDir);
	if (running !== undefined) {
		if (running.env === undefined) throw new Error('The stack is just starting; try again.');
		const port = Number(new URL(running.env.SUPABASE_DB_URL ?? '').port);
		await writeBackup(dataDir, cluster, port, path);
		return path;
	}
	try {
		const database = await startPostgres(dataDir, loadKeys(dataDir), undefined, (name, mark) => {
			updateRunning(dataDir, (record) => ({ ...record, children: { [name]: mark } }));
		});
		try {
			await writeBackup(dataDir, cluster, database.port, path);
		} finally {
			await database.stop();
		}
	} finally {
		rmSync(dataDir.running, { force: true });
	}
	return path;
}

async function writeBackup(
	dataDir: DataDir,
	cluster: string,
	port: number,
	path: string
): Promise<void> {
	const client = new pg.Client({
		connectionString: databaseUrl(loadKeys(dataDir), 'supabase_admin', port)
	});
	const unfinished = `${path}.unfinished`;
	await client.connect();
	try {
		await pipeline(
			Readable.from(backupParts(client, dataDir, cluster)),
			createGzip({ level: 6 }),
			createWriteStream(unfinished, { mode: 0o600, flush: true })
		);
		renameSync(unfinished, path);
	} finally {
		rmSync(unfinished, { force: true });
		await client.end();
	}
}

async function* backupParts(
	client: pg.Client,
	dataDir: DataDir,
	cluster: string
): AsyncGenerator<Buffer> {
	const manifest: BackupManifest = {
		format: 1,
		createdAt: new Date().toISOString(),
		platform: `${process.platform}-${process.arch}`,
		postgresVersion: readFileSync(join(cluster, 'PG_VERSION'), 'utf8').trim()
	};
	yield* textEntry('manifest.json', JSON.stringify(manifest));
	yield* textEntry('keys.json', readFileSync(dataDir.keys, 'utf8'));

	// The slot keeps the server from recycling log records that the backup will need; it goes with
	// this connection, as does the backup when anything fails.
	await client.query(`select pg_create_physical_replication_slot('yixiang_backup', true, true)`);
	await client.query(`select pg_backup_start('yixiang', true)`);
	for (const name of await listFiles(cluster, '')) {
		if (name !== CONTROL_FILE) yield* fileEntry(cluster, name);
	}
	// Last, as Postgres's own tool does: recovery begins at what this file names.
	yield* fileEntry(cluster, CONTROL_FILE);

	const { rows } = await client.query<{ label: string; last_segment: string }>(
		'select labelfile as label, pg_walfile_name(lsn) as last_segment from pg_backup_stop(false)'
	);
	const [outcome] = rows;
	const firstSegment = /\(file ([0-9A-F]{24})\)/.exec(outcome?.label ?? '')?.[1];
	if (outcome === undefined || firstSegment === undefined) {
		throw new Error('Postgres did not say which log records the backup needs.');
	}
	yield* textEntry('postgres/backup_label', outcome.label);
	for (const segment of (await readdir(join(cluster, 'pg_wal'))).sort()) {
		const isSegment = /^[0-9A-F]{24}$/.test(segment);
		if (isSegment && segment >= firstSegment && segment <= outcome.last_segment) {
			yield* fileEntry(cluster, `pg_wal/${segment}`);
		}
	}
	yield tarEnd();
}

/** The files and folders of the cluster that belong into a backup, folders ending with a slash. */
async function listFiles(cluster: string, folder: string): Promise<string[]> {
	const names: string[] = [];
	for (const entry of await readdir(join(cluster, folder), { withFileTypes: true })) {
		const name = folder + entry.name;
		if (LEFT_OUT.has(name) || entry.name.startsWith('pgsql_tmp')) continue;
		if (entry.isFile()) names.push(name);
		if (!entry.isDirectory()) continue;
		names.push(`${name}/`);
		if (EMPTIED_FOLDERS.has(name)) {
			if (name === 'pg_wal') names.push('pg_wal/archive_status/');
		} else {
			names.push(...(await listFiles(cluster, `${name}/`)));
		}
	}
	return names;
}

function* textEntry(name: string, text: string): Generator<Buffer> {
	const content = Buffer.from(text);
	yield tarHeader({ name, size: content.length, mode: 0o600, isFolder: false });
	yield content;
	yield tarPadding(content.length);
}

/*
 * Files change while they are copied; the log records make up for it. Only the length announced
 * in the header must come, so growth is ignored and a file cut short is filled up.
 */
async function* fileEntry(cluster: string, name: string): AsyncGenerator<Buffer> {
	const path = join(cluster, name);
	if (name.endsWith('/')) {
		yield tarHeader({ name: `postgres/${name}`, size: 0, mode: 0o700, isFolder: true });
		return;
	}
	let file;
	try {
		file = await open(path);
	} catch (error) {
		// A table dropped in the meantime: the log records say so too.
		const isGone = error instanceof Error && 'code' in error && error.code === 'ENOENT';
		if (isGone && basename(path) !== basename(CONTROL_FILE)) return;
		throw error;
	}
	try {
		const { size } = await file.stat();
		yield tarHeader({ name: `postgres/${name}`, size, mode: 0o600, isFolder: false });
		let missing = size;
		while (missing > 0) {
			const chunk = Buffer.alloc(Math.min(CHUNK_BYTES, missing));
			const { bytesRead } = await file.read(chunk);
			// Past the end of a file cut short, the chunk's zeros stand for what is gone.
			const length = bytesRead === 0 ? chunk.length : bytesRead;
			yield chunk.subarray(0, length);
			missing -= length;
		}
		yield tarPadding(size);
	} finally {
		await file.close();
	}
}
