/** Long work that says now and then how far it is; instants in RFC 3339. */
type Told = { told_at: string; finished_at: string | null };

export type ProgressState = 'under_way' | 'silent' | 'finished';

/**
 * How long work stands at an instant of the server's clock.
 *
 * @param silentMs after how long without a word it may have broken off
 */
export function progressState(
	{ told_at, finished_at }: Told,
	now: string,
	silentMs: number
): ProgressState {
	if (finished_at !== null) return 'finished';
	return Date.parse(now) - Date.parse(told_at) > silentMs ? 'silent' : 'under_way';
}
