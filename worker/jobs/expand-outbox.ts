import type { Pool, PoolClient } from 'pg';
import type { PgBoss } from 'pg-boss';
import type { Logger } from 'pino';
import { inTransaction } from '../in-transaction.ts';
import { MAIL_QUEUE, type MailJob } from './send-mail.ts';

const BATCH_SIZE = 100;

type Expanded = {
	outbox_id: string;
	topic: string;
	/** Why the row could not be told; it is kept and has its turn again. */
	problem: string | null;
	/** The notices that are to be mailed. */
	mails: string[];
};

/**
 * Turns the waiting rows of the outbox into notices, and those that are to be mailed into jobs. Row,
 * notice and job change in one transaction, so that a crash loses none and makes none twice; rows
 * that another worker holds are skipped.
 */
export async function expandOutbox({
	pool,
	boss,
	logger
}: {
	pool: Pool;
	boss: PgBoss;
	logger: Logger;
}): Promise<void> {
	let count: number;
	do {
		const expanded = await inTransaction(pool, (client) => expandBatch(client, boss));
		for (const { outbox_id, topic, problem } of expanded) {
			if (problem !== null) {
				logger.error({ outboxId: outbox_id, topic, problem }, 'nobody could be told');
			}
		}
		count = expanded.length;
	} while (count === BATCH_SIZE);
}

async function expandBatch(client: PoolClient, boss: PgBoss): Promise<Expanded[]> {
	const { rows } = await client.query<Expanded>(
		'select outbox_id, topic, problem, mails from private.expand_outbox($1)',
		[BATCH_SIZE]
	);
	const jobs = rows.flatMap(({ mails }) =>
		mails.map((noticeId) => ({ data: { noticeId } satisfies MailJob }))
	);
	if (jobs.length > 0) {
		await boss.insert(MAIL_QUEUE, jobs, {
			db: { executeSql: (text, values) => client.query(text, values) }
		});
	}
	return rows;
}
