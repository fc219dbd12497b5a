import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import pg from 'pg';
import { object, parse, record, string } from 'valibot';
import { CHECKOUT, type DataDir } from './data-dir.ts';
import type { Keys } from './keys.ts';
import { databaseUrl } from './postgres.ts';
import { readJson, writePrivateJson } from './private-file.ts';

const MIGRATIONS = join(CHECKOUT, 'supabase', 'migrations');
const SEED = join(CHECKOUT, 'supabase', 'seed.sql');

export type MigrationOutcome = {
	applied: string[];
	/** Applied earlier and edited since: the database does not have what the file says. */
	edited: string[];
	hasDemoData: boolean;
};

/**
 * Brings the database to the state of the migration files, with the official CLI. When nothing
 * is pending, which is every start but the first after an update, the CLI is not even loaded.
 *
 * @throws when a migration fails; the message holds what the CLI said
 */
export async function migrate(
	dataDir: DataDir,
	keys: Keys,
	port: number,
	options: { demo: boolean }
): Promise<MigrationOutcome> {
	const digests = digestMigrations();
	const known = readJson(dataDir.migrated);
	const knownDigests = known === undefined ? digests : parse(record(string(), string()), known);
	const { versions, isSeeded } = await readHistory(databaseUrl(keys, 'postgres', port));

	const pending = Object.keys(digests).filter((version) => !versions.has(version));
	const edited = Object.keys(digests).filter(
		(version) =>
			versions.has(version) && (knownDigests[version] ?? digests[version]) !== digests[version]
	);
	const needsSeed = options.demo && !isSeeded && existsSync(SEED);

	if (pending.length > 0 || needsSeed) {
		await runCli(
			// A colleague's older migration may arrive after a newer one has been applied.
			['db', 'push', '--include-all', '--yes', ...(needsSeed ? ['--include-seed'] : [])],
			keys,
			port
		);
	}
	const editedDigests = Object.fromEntries(
		edited.map((version) => [version, knownDigests[version] ?? ''])
	);
	if (known === undefined || pending.length > 0) {
		writePrivateJson(dataDir.migrated, { ...digests, ...editedDigests });
	}
	return { applied: pending, edited, hasDemoData: isSeeded || needsSeed };
}

function digestMigrations(): Record<string, string> {
	if (!existsSync(MIGRATIONS)) return {};
	return Object.fromEntries(
		readdirSync(MIGRATIONS)
			.sort()
			.flatMap((name) => {
				const version = /^(\d+)_.*\.sql$/.exec(name)?.[1];
				if (version === undefined) return [];
				const digest = createHash('sha256')
					.update(readFileSync(join(MIGRATIONS, name)))
					.digest('hex');
				return [[version, digest]];
			})
	);
}

async function readHistory(
	connectionString: string
): Promise<{ versions: Set<string>; isSeeded: boolean }> {
	const client = new pg.Client({ connectionString });
	await client.connect();
	try {
		const versions = await readColumn(client, 'schema_migrations', 'version');
		const seeds = await readColumn(client, 'seed_files', 'path');
		return { versions: new Set(versions), isSeeded: seeds.length > 0 };
	} finally {
		await client.end();
	}
}

// The CLI makes its tables at its first run.
async function readColumn(client: pg.Client, table: string, column: string): Promise<string[]> {
	const { rows } = await client.query<{ value: string | null }>(
		'select to_regclass($1)::text as value',
		[`supabase_migrations.${table}`]
	);
	if (rows[0]?.value == null) return [];
	const content = await client.query<{ value: string }>(
		`select ${column} as value from supabase_migrations.${table}`
	);
	return content.rows.map((row) => row.value);
}

async function runCli(args: string[], keys: Keys, port: number): Promise<string> {
	const manifestPath = createRequire(import.meta.url).resolve('supabase/package.json');
	const manifest = parse(object({ bin: object({ supabase: string() }) }), readJson(manifestPath));
	const url = new URL(databaseUrl(keys, 'postgres', port));
	const password = url.password;
	url.password = '';
	const child = spawn(
		process.execPath,
		[
			join(dirname(manifestPath), manifest.bin.supabase),
			...args,
			`--remote=${url.href}`,
			'--workdir',
			CHECKOUT
		],
		{
			env: {
				PATH: process.env.PATH,
				HOME: process.env.HOME,
				// By environment, because every user of the machine sees the arguments.
				PGPASSWORD: password,
				PGSSLMODE: 'disable',
				SUPABASE_TELEMETRY_DISABLED: '1',
				DO_NOT_TRACK: '1',
				NO_COLOR: '1',
				CI: '1'
			},
			stdio: ['ignore', 'pipe', 'pipe']
		}
	);
	let output = '';
	let errors = '';
	child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
	child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
	const code = await new Promise<number | null>((resolve, reject) => {
		child.once('error', reject);
		child.once('close', resolve);
	});
	if (code !== 0) throw new Error(`supabase ${args.join(' ')} failed:\n${output}${errors}`);
	return output;
}
