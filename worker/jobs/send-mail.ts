import type { Transporter } from 'nodemailer';
import type { Pool, PoolClient } from 'pg';
import { readNoticeFacts } from '#lib/notices/notice-facts.ts';
import type { Environment } from '../environment.ts';
import { findNotice, type NoticeToMail } from '../find-notice.ts';
import { inTransaction } from '../in-transaction.ts';
import { writeMail } from '../write-mail.ts';

export const MAIL_QUEUE = 'notice_mail';

export type MailJob = { noticeId: string };

/**
 * Mails a notice, once as far as SMTP allows: the mark that it was sent is written first, under the
 * lock of its row, and becomes true by the commit that follows the mail server's answer at once.
 * Only a crash between these two sends it again, then under the same Message-ID, by which a mailbox
 * can know it (docs/decisions/0005-mail-once-as-far-as-smtp-allows.md).
 *
 * @throws when the mail server does not take it for now, so that the queue tries again.
 */
export async function sendMail(
	{ noticeId }: MailJob,
	context: { pool: Pool; transport: Transporter; environment: Environment }
): Promise<void> {
	const { pool, transport, environment } = context;
	await inTransaction(pool, async (client) => {
		if (!(await claim(client, noticeId))) return;

		const notice = await findNotice(client, noticeId);
		const reason = notice === null ? 'the notice is gone' : whyNotToSend(notice);
		if (notice === null || reason !== null) {
			await giveUp(client, noticeId, reason ?? '');
			return;
		}
		try {
			await transport.sendMail(writeMail(notice, environment));
		} catch (error) {
			if (!isRefusedForGood(error)) throw error;
			await giveUp(client, noticeId, error.message);
		}
	});
}

/** Waits for whoever else is sending it, and is false when they have. */
async function claim(client: PoolClient, noticeId: string): Promise<boolean> {
	const { rowCount } = await client.query(
		`update private.notice_mails set sent_at = clock_timestamp()
		where notice_id = $1 and sent_at is null and failed_at is null`,
		[noticeId]
	);
	return rowCount === 1;
}

async function giveUp(client: PoolClient, noticeId: string, failure: string): Promise<void> {
	await client.query(
		`update private.notice_mails
		set sent_at = null, failed_at = clock_timestamp(), failure = $2
		where notice_id = $1`,
		[noticeId, failure]
	);
}

function whyNotToSend(notice: NoticeToMail): string | null {
	const { kind, subject_type, reader, facts, booking, invitation_token } = notice;
	if (reader.email === null) return 'the person has no address';
	if (subject_type === 'invitation') {
		return invitation_token === null ? 'the invitation is no longer open' : null;
	}
	if (!kind.startsWith('reminder_')) return null;

	// A reminder that comes too late, or of a time that no longer holds, is worse than none.
	const isAhead = booking !== null && booking.starts_at > new Date();
	const holds =
		booking?.effective_status === 'confirmed' &&
		booking.starts_at.getTime() === readNoticeFacts(facts).starts_at?.getTime();
	return isAhead && holds ? null : 'what it reminds of no longer is to come';
}

type SmtpError = Error & { code: string; responseCode: number };

/** The address is refused, and will be tomorrow. */
function isRefusedForGood(error: unknown): error is SmtpError {
	return (
		error instanceof Error &&
		'code' in error &&
		error.code === 'EENVELOPE' &&
		'responseCode' in error &&
		typeof error.responseCode === 'number' &&
		error.responseCode >= 500
	);
}
