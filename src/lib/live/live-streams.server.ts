/**
 * The changes of calendars, passed on to the pages that show them as Server-Sent Events. One process
 * holds one connection to the database, however many pages there are, from the first page on. Events
 * carry ids: a page reads again what its person may see.
 *
 * A stream says `live` while changes are heard and `away` while they are not, and `changed` for each
 * change, also for one that the page may have missed between being read and being followed.
 */
import { env } from '#lib/server/env.ts';
import { logger } from '#lib/server/logger.ts';
import { listenForChanges, type CalendarChange, type Listener } from './listen.server.ts';
import { calendarKey, type LiveSubject } from './live-subject.ts';

const MAX_STREAMS = 2000;
/** Only pages that are looked at hold a stream, so that this is many windows, not many people. */
const MAX_STREAMS_OF_CLIENT = 24;
/** Less than the minute after which proxies cut a connection that says nothing. */
const HEARTBEAT_MS = 25_000;
/** How long changes are remembered for pages that were read but do not follow yet. */
const MEMORY_MS = 600_000;
/** What the clocks of two servers may differ by. */
const CLOCK_SLACK_MS = 2000;
/** What a reader may leave unread before it is let go; it comes back and reads everything anew. */
const MAX_UNREAD = 32;

type Stream = { key: string; client: string; send: (text: string) => void; close: () => void };

const streams = new Set<Stream>();
const streamsByKey = new Map<string, Set<Stream>>();
const countByClient = new Map<string, number>();
const changedAt = new Map<string, number>();

let listener: Listener | undefined;
/** Since when every change was heard; undefined while the connection is away. */
let liveSince: number | undefined;
let heartbeat: NodeJS.Timeout | undefined;
let isStopping = false;

const encoder = new TextEncoder();

type LiveStream =
	| { ok: true; body: ReadableStream<Uint8Array> }
	| { ok: false; reason: 'unavailable' | 'full' | 'too_many' };

/**
 * Opens a stream of a subject's changes.
 *
 * @param since when the page was read that wants to follow.
 * @param client who counts as one: a person, or an address for those who have not signed in.
 */
export function openLiveStream(subject: LiveSubject, since: Date, client: string): LiveStream {
	if (isStopping || !startListening()) return { ok: false, reason: 'unavailable' };
	if (streams.size >= MAX_STREAMS) return { ok: false, reason: 'full' };
	if ((countByClient.get(client) ?? 0) >= MAX_STREAMS_OF_CLIENT) {
		return { ok: false, reason: 'too_many' };
	}

	let stream: Stream;
	const body = new ReadableStream<Uint8Array>(
		{
			start(controller) {
				stream = {
					key: calendarKey(subject),
					client,
					send(text) {
						if ((controller.desiredSize ?? 0) > 0) controller.enqueue(encoder.encode(text));
						else this.close();
					},
					close() {
						if (forget(this)) controller.close();
					}
				};
				remember(stream);
				greet(stream, since);
				if (streams.size === 1) listener?.hurry();
			},
			cancel() {
				forget(stream);
			}
		},
		new CountQueuingStrategy({ highWaterMark: MAX_UNREAD })
	);
	return { ok: true, body };
}

function greet(stream: Stream, since: Date): void {
	if (liveSince === undefined) {
		stream.send(event('away'));
		return;
	}
	stream.send(event('live'));
	const from = since.getTime() - CLOCK_SLACK_MS;
	if (
		from < Math.max(liveSince, Date.now() - MEMORY_MS) ||
		(changedAt.get(stream.key) ?? 0) >= from
	) {
		stream.send(event('changed'));
	}
}

/** @returns whether there is, or may be before long, something to listen to. */
function startListening(): boolean {
	const { SUPABASE_DB_URL } = env();
	if (SUPABASE_DB_URL === undefined) return false;

	listener ??= listenForChanges({
		connectionString: SUPABASE_DB_URL,
		isFollowed: () => streams.size > 0,
		onchange: tellChange,
		onlive() {
			liveSince = Date.now();
			// Whatever happened while nobody listened, these pages have not heard of it.
			for (const stream of streams) stream.send(event('live') + event('changed'));
		},
		onaway(reason) {
			logger.warn({ err: reason }, 'live calendars: no connection to listen by');
			liveSince = undefined;
			for (const stream of streams) stream.send(event('away'));
		}
	});
	heartbeat ??= setInterval(beat, HEARTBEAT_MS).unref();
	return true;
}

function tellChange(change: CalendarChange): void {
	const now = Date.now();
	for (const key of [
		calendarKey({ instrument: change.instrument }),
		calendarKey({ platform: change.platform })
	]) {
		changedAt.set(key, now);
		for (const stream of streamsByKey.get(key) ?? []) stream.send(event('changed', change));
	}
}

function beat(): void {
	for (const stream of streams) stream.send(':\n\n');
	const forgotten = Date.now() - MEMORY_MS;
	for (const [key, at] of changedAt) if (at < forgotten) changedAt.delete(key);
}

function event(name: 'live' | 'away' | 'changed', data: object = {}): string {
	return `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
}

function remember(stream: Stream): void {
	streams.add(stream);
	countByClient.set(stream.client, (countByClient.get(stream.client) ?? 0) + 1);
	const alike = streamsByKey.get(stream.key);
	if (alike) alike.add(stream);
	else streamsByKey.set(stream.key, new Set([stream]));
}

/** @returns whether the stream was still open. */
function forget(stream: Stream): boolean {
	if (!streams.delete(stream)) return false;
	const count = (countByClient.get(stream.client) ?? 1) - 1;
	if (count > 0) countByClient.set(stream.client, count);
	else countByClient.delete(stream.client);
	const alike = streamsByKey.get(stream.key);
	alike?.delete(stream);
	if (alike?.size === 0) streamsByKey.delete(stream.key);
	return true;
}

// Streams never end by themselves: without this, a server that is to stop would wait for them.
process.once('sveltekit:shutdown', () => {
	isStopping = true;
	clearInterval(heartbeat);
	listener?.stop();
	for (const stream of streams) stream.close();
});
