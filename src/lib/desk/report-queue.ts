/*
 * What was pressed at an instrument and has yet to reach the server. A phone in a basement keeps it
 * over a reload, and sends it in order, as often as it takes: the server takes the same report once.
 */

/** A press of check-in or check-out, with the time on the phone's clock. */
export type Report = {
	/** Sent as the idempotency key. */
	key: string;
	bookingId: string;
	change: 'check-in' | 'check-out';
	/** What was pressed for, to be told when the page it was pressed on is gone. */
	label: string;
	happenedAt: string;
};

/** What became of a report. */
export type Outcome =
	| {
			kind: 'accepted';
			report: Report;
			/** As the server stamped it. */
			at: string;
			flags: string[];
	  }
	| { kind: 'refused'; report: Report; reason: string }
	/** It stays in the queue until somebody has signed in. */
	| { kind: 'signed_out'; report: Report }
	/** No network, or a server in trouble: it stays in the queue. */
	| { kind: 'unsent'; report: Report };

/** A press of now, with a key of its own. */
export function newReport(wish: Pick<Report, 'bookingId' | 'change' | 'label'>): Report {
	return { ...wish, key: newKey(), happenedAt: new Date().toISOString() };
}

type Store = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/** Keeps reports under one name of a browser's storage; what is there and is none is let go. */
export function openQueue(store: Store, name: string) {
	function read(): Report[] {
		try {
			const kept: unknown = JSON.parse(store.getItem(name) ?? '[]');
			return Array.isArray(kept) ? kept.filter(isReport) : [];
		} catch {
			return [];
		}
	}
	function write(reports: Report[]) {
		if (reports.length > 0) store.setItem(name, JSON.stringify(reports));
		else store.removeItem(name);
	}
	return {
		read,
		/** A second press of the same is the same press. */
		add(report: Report) {
			const kept = read();
			const isKnown = kept.some(
				({ bookingId, change }) => bookingId === report.bookingId && change === report.change
			);
			if (!isKnown) write([...kept, report]);
		},
		remove(key: string) {
			write(read().filter((report) => report.key !== key));
		}
	};
}

export type ReportQueue = ReturnType<typeof openQueue>;

type Answer = {
	title?: string;
	detail?: string;
	usage?: {
		start: string;
		end: string | null;
		flags: string[];
	}[];
};

/** Sends one report to the public API and says what became of it. */
export async function sendReport(
	report: Report,
	{
		fetch,
		language,
		now = new Date(),
		timeoutMs = 15_000
	}: { fetch: typeof globalThis.fetch; language: string; now?: Date; timeoutMs?: number }
): Promise<Outcome> {
	let response: Response;
	let answer: Answer;
	try {
		response = await fetch(`/api/v1/bookings/${report.bookingId}/${report.change}`, {
			method: 'POST',
			headers: {
				'Content-Type': 'application/json',
				'Idempotency-Key': report.key,
				'Accept-Language': language
			},
			body: JSON.stringify({ happened_at: isDelayed(report, now) ? report.happenedAt : null }),
			signal: AbortSignal.timeout(timeoutMs)
		});
		answer = (await response.json()) as Answer;
	} catch {
		return { kind: 'unsent', report };
	}
	if (response.status === 401) return { kind: 'signed_out', report };
	if (response.status === 429 || response.status >= 500) return { kind: 'unsent', report };
	if (!response.ok) return { kind: 'refused', report, reason: answer.title ?? '' };

	const use = answer.usage?.at(-1);
	const at = report.change === 'check-in' ? use?.start : use?.end;
	return { kind: 'accepted', report, at: at ?? report.happenedAt, flags: use?.flags ?? [] };
}

/**
 * Sends what is queued, oldest first, and stops at the first that does not get through: a check-out
 * must not overtake its check-in. What was answered leaves the queue.
 */
export async function flush(
	queue: ReportQueue,
	send: (report: Report) => Promise<Outcome>
): Promise<Outcome[]> {
	const outcomes: Outcome[] = [];
	for (const report of queue.read()) {
		const outcome = await send(report);
		outcomes.push(outcome);
		if (outcome.kind === 'unsent' || outcome.kind === 'signed_out') break;
		queue.remove(report.key);
	}
	return outcomes;
}

/** What gets through at once is stamped by the server, whatever the clock of the phone says. */
function isDelayed({ happenedAt }: Report, now: Date): boolean {
	return Math.abs(now.getTime() - Date.parse(happenedAt)) > 60_000;
}

function isReport(value: unknown): value is Report {
	if (typeof value !== 'object' || value === null) return false;
	const { key, bookingId, change, label, happenedAt } = value as Record<string, unknown>;
	return (
		typeof key === 'string' &&
		typeof bookingId === 'string' &&
		(change === 'check-in' || change === 'check-out') &&
		typeof label === 'string' &&
		typeof happenedAt === 'string'
	);
}

/** Random, also where the page came over plain http and has no `crypto.randomUUID`. */
function newKey(): string {
	return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
		byte.toString(16).padStart(2, '0')
	).join('');
}
