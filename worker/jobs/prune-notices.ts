import type { Pool } from 'pg';

/** Deletes what was told long ago. */
export async function pruneNotices({ pool }: { pool: Pool }): Promise<void> {
	await pool.query('select private.prune_notices()');
}
