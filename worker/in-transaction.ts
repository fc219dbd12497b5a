import type { Pool, PoolClient } from 'pg';

/**
 * Runs the work in one transaction, which ends with it. After a failure the connection is closed
 * instead of used again, so that a transaction in whatever state ends for certain.
 */
export async function inTransaction<Result>(
	pool: Pool,
	work: (client: PoolClient) => Promise<Result>
): Promise<Result> {
	const client = await pool.connect();
	// A connection lost between two statements is told to the next one; unheard, it would end the
	// process.
	client.on('error', ignore);
	try {
		await client.query('begin');
		const result = await work(client);
		await client.query('commit');
		client.off('error', ignore);
		client.release();
		return result;
	} catch (error) {
		client.release(true);
		throw error;
	}
}

function ignore(): void {
	// The statement that follows rejects with the same.
}
