/**
 * The second process: what the database asks to be told, it tells. SQL functions write rows to
 * private.outbox in the transaction of the change itself; here each row becomes a job of the queue,
 * again in one transaction, so that a crash at any point loses nothing and queues nothing twice.
 * Nothing is decided here: a slot is free or taken whether or not this runs.
 */
import nodemailer from 'nodemailer';
import { Pool } from 'pg';
import { PgBoss } from 'pg-boss';
import { pino } from 'pino';
import { readEnvironment } from './environment.ts';
import { drainOutbox } from './jobs/drain-outbox.ts';
import { NOTICE_QUEUE, sendBookingNotice, type BookingNotice } from './jobs/send-booking-notice.ts';

const DRAIN_EVERY_MS = 2000;

const logger = pino({ name: 'worker' }, pino.destination(2));
const environment = readEnvironment(process.env);

const pool = new Pool({ connectionString: environment.SUPABASE_DB_URL, max: 4 });
pool.on('error', (err) => {
	logger.warn({ err }, 'lost an idle connection');
});

const boss = new PgBoss({ connectionString: environment.SUPABASE_DB_URL, max: 3 });
boss.on('error', (err) => {
	logger.error({ err }, 'queue error');
});

await boss.start();
await boss.createQueue(`${NOTICE_QUEUE}_failed`);
await boss.createQueue(NOTICE_QUEUE, {
	retryLimit: 8,
	retryDelay: 5,
	retryBackoff: true,
	deadLetter: `${NOTICE_QUEUE}_failed`
});

const { SMTP_URL } = environment;
if (SMTP_URL === undefined) {
	// Jobs wait in the queue until there is a way to send them.
	logger.warn('SMTP_URL is not set: mail is kept in the queue');
} else {
	const transport = nodemailer.createTransport(SMTP_URL);
	await boss.work<BookingNotice>(NOTICE_QUEUE, { pollingIntervalSeconds: 1 }, async (jobs) => {
		for (const job of jobs) await sendBookingNotice(job.data, { pool, transport, environment });
	});
}

let stopping = false;
let drain: NodeJS.Timeout | undefined;

/** Runs again after it has ended, never beside itself. */
async function drainAgain(): Promise<void> {
	try {
		await drainOutbox(pool, boss);
	} catch (err) {
		// The database may be restarting; the rows are still there the next time.
		logger.error({ err }, 'the outbox could not be drained');
	}
	if (!stopping) drain = setTimeout(() => void drainAgain(), DRAIN_EVERY_MS);
}
void drainAgain();

async function stop(): Promise<void> {
	if (stopping) return;
	stopping = true;
	clearTimeout(drain);
	await boss.stop({ graceful: true, timeout: 5000 });
	await pool.end();
	process.exit(0);
}
process.on('SIGTERM', () => void stop());
process.on('SIGINT', () => void stop());

logger.info('worker started');
