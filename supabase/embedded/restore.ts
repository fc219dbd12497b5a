import { createReadStream, existsSync, renameSync, rmSync } from 'node:fs';
import { chown, mkdir, open } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createGunzip } from 'node:zlib';
import { literal, object, parse, string } from 'valibot';
import { createDataDir, type DataDir } from './data-dir.ts';
import { parseKeys } from './keys.ts';
import { createPrivateDir, serviceUser, type OsUser } from './os-user.ts';
import { placeCluster } from './postgres.ts';
import { writePrivateJson } from './private-file.ts';
import { claim } from './running.ts';
import { readTar } from './tar.ts';

const ManifestSchema = object({
	format: literal(1),
	platform: string(),
	postgresVersion: string()
});

const FOLDER_IN_BACKUP = 'postgres/';

/**
 * Puts a backup in the place of an empty data folder, keys included.
 *
 * @throws when the folder already has a database, or the backup is of another kind of machine;
 *   nothing is changed then
 */
export async function restoreBackup(dataDir: DataDir, file: string): Promise<void> {
	createDataDir(dataDir);
	const user = serviceUser();
	const cluster = placeCluster(dataDir, user);
	if (existsSync(join(cluster, 'PG_VERSION'))) {
		throw new Error(
			`There is a database in ${dataDir.path} already. "npm run stack -- reset" throws it away, or choose another YIXIANG_DATA_DIR.`
		);
	}
	if ((await claim(dataDir)) !== undefined) throw new Error('Stop the stack first.');
	const unfinished = `${cluster}.new`;
	try {
		rmSync(unfinished, { recursive: true, force: true });
		createPrivateDir(unfinished, user);
		const keys = await extract(file, unfinished, user);
		writePrivateJson(dataDir.keys, keys);
		rmSync(dataDir.migrated, { force: true });
		renameSync(unfinished, cluster);
	} finally {
		rmSync(unfinished, { recursive: true, force: true });
		rmSync(dataDir.running, { force: true });
	}
}

async function extract(file: string, target: string, user: OsUser | undefined): Promise<unknown> {
	const source = createReadStream(file);
	const content = createGunzip();
	source.on('error', (error) => content.destroy(error));
	let keys: unknown;
	let isKnownKind = false;
	for await (const entry of readTar(source.pipe(content))) {
		if (entry.name === 'manifest.json') {
			requireSameKind(await readText(entry.content));
			isKnownKind = true;
		} else if (entry.name === 'keys.json') {
			keys = parseKeys(JSON.parse(await readText(entry.content)));
		} else {
			if (!isKnownKind) throw new Error('The file is no backup of this system.');
			await writeEntry(entry, join(target, safeName(entry.name)), user);
		}
	}
	if (keys === undefined) throw new Error('The file is no backup of this system.');
	return keys;
}

function requireSameKind(text: string): void {
	const manifest = parse(ManifestSchema, JSON.parse(text));
	const platform = `${process.platform}-${process.arch}`;
	if (manifest.platform !== platform || manifest.postgresVersion !== '17') {
		throw new Error(
			`The backup is of Postgres ${manifest.postgresVersion} on ${manifest.platform} and does not fit Postgres 17 on ${platform}.`
		);
	}
}

function safeName(name: string): string {
	const inside = name.slice(FOLDER_IN_BACKUP.length);
	if (!name.startsWith(FOLDER_IN_BACKUP) || inside.split('/').includes('..')) {
		throw new Error(`The backup holds a file of no use here: ${name}`);
	}
	return inside;
}

async function writeEntry(
	entry: { isFolder: boolean; content: AsyncIterable<Buffer> },
	path: string,
	user: OsUser | undefined
): Promise<void> {
	if (entry.isFolder) {
		await mkdir(path, { recursive: true, mode: 0o700 });
		if (user !== undefined) await chown(path, user.uid, user.gid);
		return;
	}
	await mkdir(dirname(path), { recursive: true, mode: 0o700 });
	const file = await open(path, 'wx', 0o600);
	try {
		for await (const chunk of entry.content) await file.writeFile(chunk);
		if (user !== undefined) await file.chown(user.uid, user.gid);
		// Postgres takes for granted that files it did not write are on the disk.
		await file.sync();
	} finally {
		await file.close();
	}
}

async function readText(content: AsyncIterable<Buffer>): Promise<string> {
	const parts: Buffer[] = [];
	for await (const part of content) parts.push(part);
	return Buffer.concat(parts).toString('utf8');
}
