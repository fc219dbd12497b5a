import type { Pool } from 'pg';
import type { JobWithMetadata } from 'pg-boss';
import type { Logger } from 'pino';
import type { MailJob } from './send-mail.ts';

/** Keeps on record that a mail could not be sent, after every try that the queue allows. */
export async function giveUpMail(
	{ data, sourceOutput }: JobWithMetadata<MailJob>,
	{ pool, logger }: { pool: Pool; logger: Logger }
): Promise<void> {
	const failure = messageOf(sourceOutput);
	logger.error({ noticeId: data.noticeId, failure }, 'a mail was given up');
	await pool.query(
		`update private.notice_mails
		set failed_at = clock_timestamp(), failure = $2
		where notice_id = $1 and sent_at is null and failed_at is null`,
		[data.noticeId, failure]
	);
}

function messageOf(output: object | null): string {
	return output !== null && 'message' in output && typeof output.message === 'string'
		? output.message
		: 'unknown';
}
