import type { Pool } from 'pg';
import type { Logger } from 'pino';

/** A turn ends after some seconds, so that the worker can be stopped; the next one goes on. */
const TURN_MS = 5000;

type Step = {
	in_collection: string;
	/** Null for the end of a collection, at which all its platforms are measured. */
	of_platform: string | null;
	/** Why it could not be done; it has its turn again. */
	problem: string | null;
};

/**
 * Measures what evaluations have collected, some platforms in each transaction: one that is broken off
 * takes nothing with it but itself. What another worker is at is skipped.
 */
export async function collectEvaluations({
	pool,
	logger
}: {
	pool: Pool;
	logger: Logger;
}): Promise<void> {
	const until = Date.now() + TURN_MS;
	let count: number;
	do {
		const { rows } = await pool.query<Step>(
			'select in_collection, of_platform, problem from private.step_collections()'
		);
		for (const { in_collection, of_platform, problem } of rows) {
			if (problem !== null) {
				logger.error(
					{ collectionId: in_collection, platformId: of_platform, problem },
					'a step of an evaluation failed'
				);
			}
		}
		count = rows.length;
	} while (count > 0 && Date.now() < until);
}
