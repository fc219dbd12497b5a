/** Build machines give a run so much time and no more: what cannot begin in it is said to be skipped. */
const UNTIL = Number(process.env['TEST_UNTIL'] ?? Infinity);

export const NO_TIME = 'No time is left for it.';

/** Whether TEST_UNTIL, in milliseconds since 1970, is over. */
export function isTimeOver(): boolean {
	return Date.now() > UNTIL;
}
