/** Server-Sent Events as a browser reads them, for tests and benchmarks. */

type StreamEvent = { name: string; data: unknown };

export type FollowedStream = {
	status: number;
	/** What a refusal says, where it is one. */
	problem: unknown;
	retryAfter: string | null;
	/** The next event; null once the stream has ended. */
	next: () => Promise<StreamEvent | null>;
	close: () => Promise<void>;
};

export async function followStream(url: string, token?: string): Promise<FollowedStream> {
	const controller = new AbortController();
	const response = await fetch(url, {
		headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
		signal: controller.signal
	});
	const { status, headers } = response;
	const retryAfter = headers.get('retry-after');
	if (!response.ok || response.body === null) {
		return {
			status,
			retryAfter,
			problem: await response.json(),
			next: () => Promise.resolve(null),
			close: () => Promise.resolve()
		};
	}
	const events = readEvents(response.body);
	return {
		status,
		retryAfter,
		problem: null,
		async next() {
			const { value, done } = await events.next();
			return done === true ? null : value;
		},
		async close() {
			controller.abort();
			await events.return(undefined).catch(() => undefined);
		}
	};
}

async function* readEvents(body: ReadableStream<Uint8Array>): AsyncGenerator<StreamEvent, void> {
	let unread = '';
	const decoder = new TextDecoder();
	for await (const chunk of body as unknown as AsyncIterable<Uint8Array>) {
		unread += decoder.decode(chunk, { stream: true });
		const blocks = unread.split('\n\n');
		unread = blocks.pop() ?? '';
		for (const block of blocks) {
			const event = parseEvent(block);
			if (event !== null) yield event;
		}
	}
}

/** Null for the comments that keep a connection open. */
function parseEvent(block: string): StreamEvent | null {
	const fields = new Map(
		block.split('\n').map((line) => {
			const [field = '', ...value] = line.split(': ');
			return [field, value.join(': ')] as const;
		})
	);
	const name = fields.get('event');
	return name === undefined
		? null
		: { name, data: JSON.parse(fields.get('data') ?? 'null') as unknown };
}
