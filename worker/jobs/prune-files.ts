import type { Pool } from 'pg';

/** Deletes the bytes of files that nobody may fetch any more: a copy is not kept beyond its days. */
export async function pruneFiles({ pool }: { pool: Pool }): Promise<void> {
	await pool.query('select private.prune_application_files()');
}
