import type { Pool, PoolClient } from 'pg';
import type { PgBoss } from 'pg-boss';
import { NOTICE_QUEUE, type BookingNotice } from './send-booking-notice.ts';

const BATCH_SIZE = 100;

/**
 * Turns the waiting rows of the outbox into jobs. Row and job change in one transaction, and rows
 * that another worker holds are skipped.
 *
 * @returns how many rows were turned into jobs.
 */
export async function drainOutbox(pool: Pool, boss: PgBoss): Promise<number> {
	const client = await pool.connect();
	try {
		let drained = 0;
		let batch: number;
		do {
			batch = await drainBatch(client, boss);
			drained += batch;
		} while (batch === BATCH_SIZE);
		return drained;
	} finally {
		client.release();
	}
}

async function drainBatch(client: PoolClient, boss: PgBoss): Promise<number> {
	await client.query('begin');
	try {
		const { rows } = await client.query<{ id: string; topic: string; subject_id: string }>(
			`select id, topic, subject_id
			from private.outbox
			where delivered_at is null
			order by id
			limit $1
			for update skip locked`,
			[BATCH_SIZE]
		);
		if (rows.length > 0) {
			await boss.insert(
				NOTICE_QUEUE,
				rows.map((row) => ({
					data: {
						outboxId: row.id,
						topic: row.topic,
						bookingId: row.subject_id
					} satisfies BookingNotice
				})),
				{ db: { executeSql: (text, values) => client.query(text, values) } }
			);
			await client.query(
				'update private.outbox set delivered_at = clock_timestamp() where id = any($1::bigint[])',
				[rows.map((row) => row.id)]
			);
		}
		await client.query('commit');
		return rows.length;
	} catch (error) {
		await client.query('rollback');
		throw error;
	}
}
