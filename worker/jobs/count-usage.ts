import type { Pool } from 'pg';

type Counted = { month: string | null };

/**
 * Makes the partitions that use is about to be recorded in, and counts every month that has events
 * which are not counted, each in a transaction of its own.
 */
export async function countUsage({ pool }: { pool: Pool }): Promise<void> {
	await pool.query('select private.ensure_usage_partitions()');
	let isCounted: boolean;
	do {
		const { rows } = await pool.query<Counted>(
			'select private.count_next_usage_month()::text as month'
		);
		isCounted = rows[0]?.month != null;
	} while (isCounted);
}
