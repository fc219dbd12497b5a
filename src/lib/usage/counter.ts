/*
 * Counting of use by COUNTER R5.1 (reference 5.1): what is one action, and what is one session.
 */

const DOUBLE_CLICK_MS = 30_000;

/** A click on something by somebody. */
export type Click = { at: Date; user: string; url: string };

/**
 * The clicks that count: of two on the same by the same within thirty seconds the second, and so on
 * along a chain. Exactly thirty seconds are still within.
 */
export function dropDoubleClicks<Kept extends Click>(clicks: readonly Kept[]): Kept[] {
	const sorted = [...clicks].sort((a, b) => a.at.getTime() - b.at.getTime());
	return sorted.filter(
		(click, index) =>
			!sorted
				.slice(index + 1)
				.some(
					(later) =>
						later.user === click.user &&
						later.url === click.url &&
						later.at.getTime() - click.at.getTime() <= DOUBLE_CLICK_MS
				)
	);
}

/** The key of a session that nobody logged: who it was, the day and the hour on the wall of the platform. */
export function sessionKey(address: string, agent: string, wallTime: string): string {
	return [address, agent, wallTime.slice(0, 10), wallTime.slice(11, 13)].join('|');
}
