import type { Pool } from 'pg';

/** Takes the addresses of visitors away from what they did more than 90 days ago. */
export async function ageUsage({ pool }: { pool: Pool }): Promise<void> {
	await pool.query('select private.age_usage_events()');
}
