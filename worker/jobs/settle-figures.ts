import type { Pool } from 'pg';

type Settled = { days: number };

/**
 * Adds up the days of the ledger that have changed, some at a time. Reports are right without it: they
 * add up what it has not yet come to.
 */
export async function settleFigures({ pool }: { pool: Pool }): Promise<void> {
	let days: number;
	do {
		const { rows } = await pool.query<Settled>('select private.settle_figures() as days');
		days = rows[0]?.days ?? 0;
	} while (days > 0);
}
