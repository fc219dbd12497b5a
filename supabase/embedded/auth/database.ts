import pg from 'pg';
import { logger } from './logger.ts';

/** What a query can be sent to: the pool, or the connection of a transaction. */
export type Database = Pick<pg.Pool, 'query'>;

export type Pool = pg.Pool;

export function openPool(connectionString: string, size: number): Pool {
	const pool = new pg.Pool({
		connectionString,
		max: size,
		connectionTimeoutMillis: 10_000,
		// A lock that is not had within this time is held by a transaction that is stuck.
		lock_timeout: 10_000,
		statement_timeout: 30_000,
		idle_in_transaction_session_timeout: 60_000,
		application_name: 'auth'
	});
	// Without a listener, an idle connection that breaks would end the process.
	pool.on('error', (error) => {
		logger.warn({ err: error }, 'idle database connection lost');
	});
	return pool;
}

/** Runs `work` in one transaction; whatever it throws rolls back. */
export async function inTransaction<T>(pool: Pool, work: (db: Database) => Promise<T>): Promise<T> {
	const client = await pool.connect();
	let broken: Error | undefined;
	try {
		await client.query('begin');
		const result = await work(client);
		await client.query('commit');
		return result;
	} catch (error) {
		await client.query('rollback').catch((rollbackError: unknown) => {
			broken = rollbackError instanceof Error ? rollbackError : new Error('rollback failed');
		});
		throw error;
	} finally {
		client.release(broken);
	}
}

/** Whether `error` is Postgres refusing a second row under the unique index `constraint`. */
export function isUniqueViolation(error: unknown, constraint: string): boolean {
	return (
		error instanceof pg.DatabaseError && error.code === '23505' && error.constraint === constraint
	);
}
