import type { Pool } from 'pg';

/**
 * Writes to the outbox what the clock has done and what people are to be reminded of. Each thing is
 * written once, whoever asks and however often.
 *
 * @param since how far back a lapse is looked for: further when nobody has looked for a while.
 */
export async function announceDue({ pool, since }: { pool: Pool; since: string }): Promise<void> {
	await pool.query('select private.announce_lapses($1)', [since]);
	await pool.query('select private.announce_reminders()');
	await pool.query('select private.announce_applications()');
}
