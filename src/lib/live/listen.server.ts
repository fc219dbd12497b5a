import { Client } from 'pg';
import * as v from 'valibot';

/** A role that may do this and nothing else: the migration that tells of changes makes it. */
const ROLE = 'live_listener';
const HEAR = {
	name: 'hear-calendar-changes',
	text: 'select now_seen, changes from private.hear_calendar_changes($1)'
};

/** A tenth of the second within which people must see what others do. */
const ASK_EVERY_MS = 100;
/** While nobody follows, so that what changed meanwhile is known to who comes next. */
const ASK_IDLE_MS = 5000;
const FIRST_RETRY_MS = 250;
const LAST_RETRY_MS = 30_000;
const PATIENCE_MS = 10_000;

const answerSchema = v.object({
	now_seen: v.string(),
	changes: v.array(
		v.object({ instrument: v.pipe(v.string(), v.uuid()), platform: v.pipe(v.string(), v.uuid()) })
	)
});

/** Whose calendar has changed: ids, and nothing else. */
export type CalendarChange = v.InferOutput<typeof answerSchema>['changes'][number];

type Listening = {
	connectionString: string;
	/** Whether anybody waits for changes. */
	isFollowed: () => boolean;
	/** Something of an instrument's calendar has changed. */
	onchange: (change: CalendarChange) => void;
	/** The connection is there, for the first time or again: what was said before is not known. */
	onlive: () => void;
	/** The connection was lost. */
	onaway: (reason: unknown) => void;
};

export type Listener = {
	/** Asks now: somebody has begun to follow. */
	hurry: () => void;
	stop: () => void;
};

/**
 * Hears of changes of calendars over one connection, and makes it anew whenever it is lost, sooner at
 * first and later less often. The connection gives up the rights of its address before anything else:
 * all it ever does is ask whose calendars have changed.
 */
export function listenForChanges({
	connectionString,
	isFollowed,
	onchange,
	onlive,
	onaway
}: Listening): Listener {
	let client: Client | undefined;
	let timer: NodeJS.Timeout | undefined;
	let isAsking = false;
	let attempts = 0;
	let isStopped = false;
	/** Up to where everything was heard. */
	let seen: string | null = null;

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
		try {
			await candidate.connect();
			await candidate.query(`set role ${ROLE}`);
			seen = null;
			await hear(candidate);
		} catch (error) {
			lose(candidate, error);
			return;
		}
		if (client !== candidate) return;
		attempts = 0;
		onlive();
		askLater(candidate);
	}

	async function hear(candidate: Client): Promise<void> {
		const { rows } = await candidate.query({ ...HEAR, values: [seen] });
		const { now_seen, changes } = v.parse(answerSchema, rows[0]);
		seen = now_seen;
		for (const change of changes) onchange(change);
	}

	async function ask(candidate: Client): Promise<void> {
		if (isAsking || client !== candidate) return;
		isAsking = true;
		try {
			await hear(candidate);
		} catch (error) {
			lose(candidate, error);
		} finally {
			isAsking = false;
		}
		if (client === candidate) askLater(candidate);
	}

	function askLater(candidate: Client): void {
		clearTimeout(timer);
		timer = setTimeout(
			() => void ask(candidate),
			isFollowed() ? ASK_EVERY_MS : ASK_IDLE_MS
		).unref();
	}

	/** Says once for each connection that it is gone, and makes the next. */
	function lose(lost: Client, reason: unknown): void {
		if (client !== lost) return;
		client = undefined;
		clearTimeout(timer);
		lost.end().catch(() => undefined);
		if (isStopped) return;
		onaway(reason);

		const wait = Math.min(FIRST_RETRY_MS * 2 ** attempts, LAST_RETRY_MS);
		attempts += 1;
		// Processes that lost the same database do not all come back in the same moment.
		timer = setTimeout(() => void connect(), wait * (0.5 + Math.random() / 2)).unref();
	}

	void connect();
	return {
		hurry() {
			if (client !== undefined && attempts === 0 && seen !== null) void ask(client);
		},
		stop() {
			isStopped = true;
			clearTimeout(timer);
			client?.end().catch(() => undefined);
			client = undefined;
		}
	};
}
