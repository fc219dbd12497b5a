import { getRequestEvent } from '$app/server';

/** The id of the request being served, or null outside of one (start-up, a timer). */
export function currentRequestId(): string | null {
	try {
		return getRequestEvent().locals.requestId;
	} catch {
		return null;
	}
}
