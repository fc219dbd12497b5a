const MINUTE_MS = 60_000;
const MAX_ADDRESSES = 20_000;

/**
 * How often each address may ask within a minute on the clock. A harvester that asks more often is told
 * to wait, as the protocol has it (3.1.2.2), and not refused for good.
 */
export class FlowControl {
	readonly #limit: number;
	readonly #now: () => number;
	readonly #asked = new Map<string, number>();
	#minute = 0;

	constructor(limit: number, now: () => number = Date.now) {
		this.#limit = limit;
		this.#now = now;
	}

	/** Counts a request; how many seconds to wait where it is one too many, else null. */
	secondsToWait(address: string): number | null {
		const now = this.#now();
		const minute = Math.floor(now / MINUTE_MS);
		if (minute !== this.#minute || this.#asked.size > MAX_ADDRESSES) {
			this.#minute = minute;
			this.#asked.clear();
		}
		const count = (this.#asked.get(address) ?? 0) + 1;
		this.#asked.set(address, count);
		return count > this.#limit ? Math.ceil(((minute + 1) * MINUTE_MS - now) / 1000) : null;
	}
}
