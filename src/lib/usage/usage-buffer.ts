import type { AgentClass, UsedKind } from './agent-class.ts';

/** Something that a visitor looked at or took, as record_usage takes it. */
export type ObservedUse = AgentClass & {
	at: string;
	/** Null of a search, which is of the whole catalogue. */
	resource_kind: UsedKind | null;
	resource_id: string | null;
	action: 'investigation' | 'request' | 'no_license' | 'limit_exceeded' | 'search';
	agent: string;
	status: number;
	address: string | null;
	person_id: string | null;
	/** What was searched for. Kept as a hash, so that the same search can be told from another. */
	terms?: string;
};

/** How a batch was taken: kept, refused for good, or not answered. */
export type Sent = 'kept' | 'refused' | 'unanswered';

type Settings = {
	send: (uses: ObservedUse[]) => Promise<Sent>;
	/** How long a use waits for others, and how long those do that were not answered. */
	waitMs?: number;
	retryMs?: number;
	batchSize?: number;
	/** More than this is not kept while the database is away. */
	capacity?: number;
	/** What one visitor is counted for in an hour, at most. */
	hourlyLimit?: number;
	now?: () => number;
};

const HOUR = 3_600_000;
const MAX_VISITORS = 50_000;

/**
 * Keeps uses for a second and sends them together, so that no visitor waits for the count and a
 * thousand cost one insert. A batch that was not answered is sent again: should it have arrived the
 * first time, what is double falls to the rule of double clicks.
 */
export class UsageBuffer {
	#waiting: ObservedUse[] = [];
	#timer: NodeJS.Timeout | undefined;
	#sending: Promise<void> = Promise.resolve();
	#hour = 0;
	readonly #byVisitor = new Map<string, number>();
	readonly #settings: Required<Settings>;

	constructor(settings: Settings) {
		this.#settings = {
			waitMs: 1000,
			retryMs: 10_000,
			batchSize: 500,
			capacity: 20_000,
			hourlyLimit: 1000,
			now: Date.now,
			...settings
		};
	}

	/** Takes a use; false where it is one too many. */
	add(use: ObservedUse): boolean {
		if (this.#waiting.length >= this.#settings.capacity || this.#isTooMany(use)) return false;
		this.#waiting.push(use);
		this.#wait(this.#settings.waitMs);
		return true;
	}

	/** Sends what waits; what was not answered waits on. */
	flush(): Promise<void> {
		clearTimeout(this.#timer);
		this.#timer = undefined;
		this.#sending = this.#sending.then(() => this.#sendAll());
		return this.#sending;
	}

	async #sendAll(): Promise<void> {
		while (this.#waiting.length > 0) {
			const batch = this.#waiting.splice(0, this.#settings.batchSize);
			if ((await this.#settings.send(batch)) === 'unanswered') {
				this.#waiting.unshift(...batch);
				this.#wait(this.#settings.retryMs);
				return;
			}
		}
	}

	#wait(milliseconds: number): void {
		this.#timer ??= setTimeout(() => void this.flush(), milliseconds).unref();
	}

	/** A program that asks without end fills neither the table nor anybody's figures. */
	#isTooMany({ address, person_id, agent }: ObservedUse): boolean {
		const hour = Math.floor(this.#settings.now() / HOUR);
		if (hour !== this.#hour || this.#byVisitor.size > MAX_VISITORS) {
			this.#hour = hour;
			this.#byVisitor.clear();
		}
		const visitor = person_id ?? `${address ?? ''} ${agent}`;
		const count = (this.#byVisitor.get(visitor) ?? 0) + 1;
		this.#byVisitor.set(visitor, count);
		return count > this.#settings.hourlyLimit;
	}
}
