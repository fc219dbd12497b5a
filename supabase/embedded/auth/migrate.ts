import { readFile } from 'node:fs/promises';
import { inTransaction, type Pool } from './database.ts';

/**
 * The newest of the versions of Supabase's own server that the schema equals. All of them are
 * recorded, so that neither that server nor a restore takes the schema for an older one.
 */
const SCHEMA_VERSIONS = (await readFile(new URL('./schema-versions.txt', import.meta.url), 'utf8'))
	.trim()
	.split('\n');

const SCHEMA_FILES = ['schema.sql', 'schema-reserved.sql', 'schema-access.sql'];

/** Any number will do, if only every server that migrates takes the same. */
const MIGRATION_LOCK = 7_206_121_841;

/**
 * Lays the auth schema where it is not laid yet. Servers that start together wait for each other.
 *
 * @returns whether there was anything to do.
 */
export async function migrate(pool: Pool): Promise<boolean> {
	return inTransaction(pool, async (db) => {
		await db.query('select pg_advisory_xact_lock($1)', [MIGRATION_LOCK]);
		const laid = await db.query<{ is_laid: boolean }>(
			`select to_regclass('auth.schema_migrations') is not null as is_laid`
		);
		if (laid.rows[0]?.is_laid === true) {
			const current = await db.query('select from auth.schema_migrations where version = $1', [
				SCHEMA_VERSIONS.at(-1)
			]);
			if (current.rowCount === 1) return false;
		}

		for (const file of SCHEMA_FILES) {
			await db.query(await readFile(new URL(`./${file}`, import.meta.url), 'utf8'));
		}
		await db.query(
			`insert into auth.schema_migrations (version)
			select unnest($1::text[])
			on conflict (version) do nothing`,
			[SCHEMA_VERSIONS]
		);
		return true;
	});
}
