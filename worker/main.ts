/**
 * The second process: what the database asks to be told, it tells. SQL functions write rows to
 * private.outbox in the transaction of the change itself; here each row becomes notices, and each
 * mail a job of the queue, again in one transaction, so that a crash at any point loses nothing and
 * queues nothing twice. Nothing is decided here: a slot is free or taken whether or not this runs.
 */
import nodemailer from 'nodemailer';
import { Pool } from 'pg';
import { PgBoss, type JobWithMetadata } from 'pg-boss';
import { pino } from 'pino';
import { describeError } from '#lib/server/describe-error.ts';
import { readEnvironment } from './environment.ts';
import { ageUsage } from './jobs/age-usage.ts';
import { announceDue } from './jobs/announce-due.ts';
import { collectEvaluations } from './jobs/collect-evaluations.ts';
import { countUsage } from './jobs/count-usage.ts';
import { expandOutbox } from './jobs/expand-outbox.ts';
import { giveUpMail } from './jobs/give-up-mail.ts';
import { pruneFiles } from './jobs/prune-files.ts';
import { forgetCalendarChanges } from './jobs/forget-calendar-changes.ts';
import { pruneNotices } from './jobs/prune-notices.ts';
import { sealLedger } from './jobs/seal-ledger.ts';
import { MAIL_QUEUE, sendMail, type MailJob } from './jobs/send-mail.ts';
import { settleFigures } from './jobs/settle-figures.ts';
import { loadLedgerKey } from './ledger-key.ts';
import { repeat } from './repeat.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const DAY = 24 * 60 * MINUTE;

const GIVEN_UP = `${MAIL_QUEUE}_given_up`;
/** Mails sent at a time; each holds a connection while the mail server thinks. */
const SENDERS = 3;
/** How far back lapses are looked for, at first and then every minute. */
const SINCE_FIRST = '7 days';
const SINCE = '1 day';

const logger = pino({ name: 'worker', serializers: { err: describeError } }, pino.destination(2));
const environment = readEnvironment(process.env);

const pool = new Pool({
	connectionString: environment.SUPABASE_DB_URL,
	max: SENDERS + 3,
	// Longer than any mail server is waited for, so that a machine that vanished frees what it held.
	idle_in_transaction_session_timeout: 5 * MINUTE
});
pool.on('error', (err) => {
	logger.warn({ err }, 'lost an idle connection');
});

const boss = new PgBoss({
	connectionString: environment.SUPABASE_DB_URL,
	max: 3,
	// A job whose worker died is found by its heartbeat, within twenty seconds.
	superviseIntervalSeconds: 5,
	monitorIntervalSeconds: 5,
	// By which senders learn how many mails wait.
	queueCacheIntervalSeconds: 5
});
boss.on('error', (err) => {
	logger.error({ err }, 'queue error');
});

await boss.start();
await boss.createQueue(GIVEN_UP);
await boss.createQueue(MAIL_QUEUE, {
	heartbeatSeconds: 10,
	expireInSeconds: 120,
	// A mail server that is down for half a day costs nobody a mail.
	retryLimit: 20,
	retryDelay: 5,
	retryBackoff: true,
	retryDelayMax: 3600,
	deadLetter: GIVEN_UP
});

const { SMTP_URL } = environment;
if (SMTP_URL === undefined) {
	// Jobs wait in the queue until there is a way to send them.
	logger.warn('SMTP_URL is not set: mail is kept in the queue');
} else {
	const transport = nodemailer.createTransport({
		url: SMTP_URL,
		pool: true,
		maxConnections: SENDERS,
		connectionTimeout: 10 * SECOND,
		greetingTimeout: 10 * SECOND,
		socketTimeout: 30 * SECOND
	});
	await boss.work<MailJob>(
		MAIL_QUEUE,
		{
			pollingIntervalSeconds: 1,
			localConcurrency: SENDERS,
			// Else each sends one mail a second, however many wait.
			burstWhenReadyExceeds: SENDERS
		},
		async ([job]) => {
			if (!job) return;
			try {
				await sendMail(job.data, { pool, transport, environment });
			} catch (err) {
				logger.warn({ err, noticeId: job.data.noticeId }, 'a mail could not be sent for now');
				throw err;
			}
		}
	);
}
await boss.work(GIVEN_UP, { includeMetadata: true }, async ([job]: JobWithMetadata<MailJob>[]) => {
	if (job) await giveUpMail(job, { pool, logger });
});

const ledgerKey = loadLedgerKey(environment);
if (ledgerKey === null) {
	// Days are sealed in their order once there is a key.
	logger.warn('LEDGER_SIGNING_KEY is not set: the ledger is not sealed');
}

let since = SINCE_FIRST;
const stops = [
	repeat('expand-outbox', SECOND, () => expandOutbox({ pool, boss, logger }), logger),
	repeat(
		'announce-due',
		MINUTE,
		async () => {
			await announceDue({ pool, since });
			since = SINCE;
		},
		logger
	),
	repeat('prune-notices', DAY, () => pruneNotices({ pool }), logger),
	repeat('count-usage', 5 * MINUTE, () => countUsage({ pool }), logger),
	repeat('collect-evaluations', SECOND, () => collectEvaluations({ pool, logger }), logger),
	repeat('settle-figures', MINUTE, () => settleFigures({ pool }), logger),
	repeat('age-usage', DAY, () => ageUsage({ pool }), logger),
	repeat('prune-files', DAY, () => pruneFiles({ pool }), logger),
	repeat('forget-calendar-changes', 5 * MINUTE, () => forgetCalendarChanges({ pool }), logger),
	...(ledgerKey === null
		? []
		: [repeat('seal-ledger', 10 * MINUTE, () => sealLedger({ pool, key: ledgerKey }), logger)])
];

let isStopping = false;

async function stop(): Promise<void> {
	if (isStopping) return;
	isStopping = true;
	await Promise.all(stops.map((stopTask) => stopTask()));
	await boss.stop({ graceful: true, timeout: 5 * SECOND });
	await pool.end();
	process.exit(0);
}
process.on('SIGTERM', () => void stop());
process.on('SIGINT', () => void stop());

logger.info('worker started');
