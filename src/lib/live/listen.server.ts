import { Client } from 'pg';
import * as v from 'valibot';

const CHANNEL = 'calendar_changed';
/** A role without any right: the migration that tells of changes makes it. */
const ROLE = 'live_listener';

const FIRST_RETRY_MS = 250;
const LAST_RETRY_MS = 30_000;
/** A connection that has gone without a word is found out by asking. */
const PROBE_EVERY_MS = 30_000;
const PATIENCE_MS = 10_000;

const changeSchema = v.pipe(
	v.string(),
	v.parseJson(),
	v.object({ instrument: v.pipe(v.string(), v.uuid()), platform: v.pipe(v.string(), v.uuid()) })
);

/** What a notification says: ids, and nothing else. */
export type CalendarChange = v.InferOutput<typeof changeSchema>;

type Listening = {
	connectionString: string;
	/** Something of an instrument's calendar has changed. */
	onchange: (change: CalendarChange) => void;
	/** The connection is there, for the first time or again: what was said before is not known. */
	onlive: () => void;
	/** The connection was lost. */
	onaway: (reason: unknown) => void;
};

/**
 * Listens for changes of calendars over one connection, and makes it anew whenever it is lost, sooner
 * at first and later less often. The connection gives up the rights of its address before anything
 * else: all it ever does is LISTEN.
 *
 * @returns what ends it.
 */
export function listenForChanges({
	connectionString,
	onchange,
	onlive,
	onaway
}: Listening): () => void {
	let client: Client | undefined;
	let timer: NodeJS.Timeout | undefined;
	let attempts = 0;
	let isStopped = false;

	async function connect(): Promise<void> {
		const candidate = new Client({
			connectionString,
			application_name: 'yixiang-live',
			keepAlive: true,
			connectionTimeoutMillis: PATIENCE_MS,
			query_timeout: PATIENCE_MS
		});
		client = candidate;
		candidate.on('error', (error) => lose(candidate, error));
		candidate.on('end', () => lose(candidate, new Error('the connection was closed')));
		candidate.on('notification', ({ payload }) => {
			const change = v.safeParse(changeSchema, payload);
			if (change.success) onchange(change.output);
		});
		try {
			await candidate.connect();
			await candidate.query(`set role ${ROLE}`);
			await candidate.query(`listen ${CHANNEL}`);
		} catch (error) {
			lose(candidate, error);
			return;
		}
		if (client !== candidate) return;
		attempts = 0;
		timer = setInterval(() => {
			candidate.query('select 1').catch((error: unknown) => lose(candidate, error));
		}, PROBE_EVERY_MS).unref();
		onlive();
	}

	/** Says once for each connection that it is gone, and makes the next. */
	function lose(lost: Client, reason: unknown): void {
		if (client !== lost) return;
		client = undefined;
		clearInterval(timer);
		lost.end().catch(() => undefined);
		if (isStopped) return;
		onaway(reason);

		const wait = Math.min(FIRST_RETRY_MS * 2 ** attempts, LAST_RETRY_MS);
		attempts += 1;
		// Processes that lost the same database do not all come back in the same moment.
		timer = setTimeout(() => void connect(), wait * (0.5 + Math.random() / 2)).unref();
	}

	void connect();
	return () => {
		isStopped = true;
		clearTimeout(timer);
		client?.end().catch(() => undefined);
		client = undefined;
	};
}
