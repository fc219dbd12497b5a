import type { Pool } from './database.ts';
import { logger } from './logger.ts';

const INTERVAL_MS = 3600 * 1000;

/** Rows that nothing can come of any more. */
const STATEMENTS = [
	`delete from auth.refresh_tokens where revoked and updated_at < now() - interval '1 day'`,
	`delete from auth.flow_state where created_at < now() - interval '1 day'`,
	`delete from auth.sessions where not_after < now() - interval '3 days'`
];

/** Clears the tables now and every hour. @returns what ends that. */
export function startCleanup(pool: Pool): () => void {
	async function cleanUp(): Promise<void> {
		try {
			for (const statement of STATEMENTS) await pool.query(statement);
		} catch (error) {
			logger.warn({ err: error }, 'could not clear stale rows');
		}
	}
	void cleanUp();
	const timer = setInterval(() => void cleanUp(), INTERVAL_MS);
	return () => {
		clearInterval(timer);
	};
}
