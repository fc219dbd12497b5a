import {
	flush,
	newReport,
	openQueue,
	sendReport,
	type Outcome,
	type Report
} from './report-queue.ts';

const STORE_NAME = 'desk-reports';
const RETRY_MS = 10_000;

/**
 * The reports of this browser as a page shows them: what is queued, and what became of the others
 * while it was open. One page has one, from when it wakes up until it closes.
 */
export class ReportSender {
	queued = $state.raw<Report[]>([]);
	outcomes = $state.raw<Outcome[]>([]);
	isSending = $state(false);
	isSignedOut = $state(false);

	readonly #queue = openQueue(localStorage, STORE_NAME);
	readonly #language: string;
	readonly #onAccepted: () => void;

	constructor({ language, onAccepted }: { language: string; onAccepted: () => void }) {
		this.#language = language;
		this.#onAccepted = onAccepted;
		this.queued = this.#queue.read();
	}

	/** Sends what is there, and again whenever there may be a network; returns how to stop. */
	start(): () => void {
		const retry = () => void this.send();
		const timer = setInterval(retry, RETRY_MS);
		addEventListener('online', retry);
		document.addEventListener('visibilitychange', retry);
		retry();
		return () => {
			clearInterval(timer);
			removeEventListener('online', retry);
			document.removeEventListener('visibilitychange', retry);
		};
	}

	/** Keeps a press before anything else, then tries to send it. */
	press(wish: Pick<Report, 'bookingId' | 'change' | 'label'>): Promise<void> {
		this.#queue.add(newReport(wish));
		this.queued = this.#queue.read();
		return this.send();
	}

	async send(): Promise<void> {
		if (this.isSending || this.#queue.read().length === 0) return;
		this.isSending = true;
		try {
			const outcomes = await flush(this.#queue, (report) =>
				sendReport(report, { fetch, language: this.#language })
			);
			this.isSignedOut = outcomes.some(({ kind }) => kind === 'signed_out');
			const settled = outcomes.filter(({ kind }) => kind === 'accepted' || kind === 'refused');
			this.outcomes = [...this.outcomes, ...settled];
			if (settled.length > 0) this.#onAccepted();
		} finally {
			this.queued = this.#queue.read();
			this.isSending = false;
		}
	}
}
