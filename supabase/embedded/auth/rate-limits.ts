import type { Config } from './config.ts';
import { AuthError } from './errors.ts';

type Rate = { events: number; windowSeconds: number };

/** How many buckets there are before the full ones, which say nothing, are looked for. */
const LEAST_SWEEP_SIZE = 10_000;

/**
 * Token buckets by key: `rate.events` at once, refilled evenly over the window. In memory, since
 * one process serves all sign-ins; a restart forgives.
 */
export class TokenBuckets {
	readonly #rate: Rate;
	readonly #buckets = new Map<string, { tokens: number; at: number }>();
	#sweepSize = LEAST_SWEEP_SIZE;

	constructor(rate: Rate) {
		this.#rate = rate;
	}

	/** Takes one token, if there is one. */
	take(key: string, now = Date.now()): boolean {
		const tokens = this.#tokens(key, now);
		if (tokens < 1) return false;

		if (this.#buckets.size >= this.#sweepSize) this.#forgetFull(now);
		this.#buckets.set(key, { tokens: tokens - 1, at: now });
		return true;
	}

	/** 0 where there is one. */
	secondsUntilToken(key: string, now = Date.now()): number {
		const missing = Math.max(0, 1 - this.#tokens(key, now));
		return missing * (this.#rate.windowSeconds / this.#rate.events);
	}

	#tokens(key: string, now: number): number {
		const bucket = this.#buckets.get(key);
		if (bucket === undefined) return this.#rate.events;

		const refilled = ((now - bucket.at) / 1000) * (this.#rate.events / this.#rate.windowSeconds);
		return Math.min(this.#rate.events, bucket.tokens + refilled);
	}

	#forgetFull(now: number): void {
		for (const key of this.#buckets.keys()) {
			if (this.#tokens(key, now) >= this.#rate.events) this.#buckets.delete(key);
		}
		// Where most are in use, looking again soon would find as little.
		this.#sweepSize = Math.max(LEAST_SWEEP_SIZE, this.#buckets.size * 2);
	}
}

const DEFAULT_RATES = {
	token: { events: 150, windowSeconds: 300 },
	otp: { events: 30, windowSeconds: 300 },
	verify: { events: 30, windowSeconds: 300 }
} as const satisfies Record<string, Rate>;

/** Wrong passwords or codes for one account, whatever the other limits allow. */
const FAILURE_RATE: Rate = { events: 10, windowSeconds: 300 };

type LimitedCall = 'signIn' | 'signUp' | 'recover' | 'resend' | 'otp' | 'verify' | 'updateUser';

/**
 * The limits on calls by client address, on mail by server, and on failures by account.
 *
 * As with Supabase's server, a limit by address holds once the variable names the header that
 * tells the address (GOTRUE_RATE_LIMIT_HEADER), and else where its own variable is set.
 */
export class RateLimits {
	readonly #calls: Partial<Record<LimitedCall, TokenBuckets>>;
	readonly #mail: TokenBuckets;
	readonly #unknownAddresses: TokenBuckets;
	readonly #failures = new TokenBuckets(FAILURE_RATE);

	constructor({ rateLimits, smtp }: Config) {
		function bucketsFor(kind: keyof typeof DEFAULT_RATES): TokenBuckets | undefined {
			const isOn = rateLimits.header !== undefined || rateLimits[kind] !== undefined;
			return isOn ? new TokenBuckets(rateLimits[kind] ?? DEFAULT_RATES[kind]) : undefined;
		}
		const calls = {
			signIn: bucketsFor('token'),
			signUp: bucketsFor('otp'),
			recover: bucketsFor('otp'),
			resend: bucketsFor('otp'),
			otp: bucketsFor('otp'),
			updateUser: bucketsFor('otp'),
			verify: bucketsFor('verify')
		};
		this.#calls = Object.fromEntries(
			Object.entries(calls).filter(([, buckets]) => buckets !== undefined)
		);
		this.#mail = new TokenBuckets(rateLimits.emailSent);
		this.#unknownAddresses = new TokenBuckets({
			events: 1,
			windowSeconds: smtp.maxFrequencySeconds
		});
	}

	/** @throws {AuthError} where `clientAddress` has made too many of these calls. */
	requireCall(call: LimitedCall, clientAddress: string): void {
		if (this.#calls[call]?.take(clientAddress) === false) throw overRequestRateLimit();
	}

	/** @throws {AuthError} where the server has sent as many mails as it may. */
	requireMail(): void {
		if (!this.#mail.take('')) {
			throw new AuthError(429, 'over_email_send_rate_limit', 'email rate limit exceeded');
		}
	}

	/**
	 * Holds an address without an account to the interval between two mails, although it gets none:
	 * otherwise asking twice would tell whether there is an account.
	 *
	 * @throws {AuthError} where the address was asked for within the interval.
	 */
	requireUnknownAddressInterval(address: string): void {
		const secondsLeft = this.#unknownAddresses.secondsUntilToken(address);
		if (secondsLeft > 0) throw mailIntervalError(secondsLeft);
		this.#unknownAddresses.take(address);
	}

	/** @throws {AuthError} where `key` has failed too often of late. */
	requireNoFailures(key: string): void {
		if (this.#failures.secondsUntilToken(key) > 0) throw overRequestRateLimit();
	}

	recordFailure(key: string): void {
		this.#failures.take(key);
	}
}

function overRequestRateLimit(): AuthError {
	return new AuthError(429, 'over_request_rate_limit', 'Request rate limit reached');
}

/**
 * @throws {AuthError} where the last mail of this kind to the person is younger than the least time
 * between two.
 */
export function requireMailInterval({ smtp }: Config, lastSentAt: Date | null): void {
	if (lastSentAt === null) return;

	const secondsLeft = smtp.maxFrequencySeconds - (Date.now() - lastSentAt.getTime()) / 1000;
	if (secondsLeft > 0) throw mailIntervalError(secondsLeft);
}

function mailIntervalError(secondsLeft: number): AuthError {
	return new AuthError(
		429,
		'over_email_send_rate_limit',
		`For security purposes, you can only request this after ${String(Math.ceil(secondsLeft))} seconds.`
	);
}
