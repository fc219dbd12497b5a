/**
 * Writes src/lib/database.types.ts from a migrated database: `node scripts/generate-types.ts URL`.
 * With `--check` it writes nothing and fails when the committed file differs, so that a migration
 * without its types does not pass.
 */
import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { format, resolveConfig } from 'prettier';

const TYPES_FILE = 'src/lib/database.types.ts';

async function generateTypes(databaseUrl: string): Promise<string> {
	const { stdout } = await promisify(execFile)(
		'node_modules/.bin/supabase',
		['gen', 'types', 'typescript', `--remote=${databaseUrl}`, '--schema', 'public'],
		{ env: { ...process.env, SUPABASE_TELEMETRY_DISABLED: '1' }, maxBuffer: 16 * 1024 * 1024 }
	);
	// Notices about the connection come on the same stream, before the types.
	const types = stdout.slice(stdout.indexOf('export type Json'));
	return format(types, { ...(await resolveConfig(TYPES_FILE)), parser: 'typescript' });
}

const [databaseUrl, flag] = process.argv.slice(2);
if (databaseUrl === undefined) {
	console.error('Usage: node scripts/generate-types.ts DATABASE_URL [--check]');
	process.exit(2);
}

const types = await generateTypes(databaseUrl);
if (flag === '--check') {
	if (types !== (await readFile(TYPES_FILE, 'utf8'))) {
		console.error(`${TYPES_FILE} is not what the migrations give. Run npm run db:types.`);
		process.exit(1);
	}
} else {
	await writeFile(TYPES_FILE, types);
}
