import { getRequestEvent } from '$app/server';

/**
 * What the database is told about the request being served: its id and where it came from, for the
 * audit, and the client's idempotency key. Empty outside of a request (start-up, a timer).
 */
export function currentRequestHeaders(): Record<string, string> {
	let event;
	try {
		event = getRequestEvent();
	} catch {
		return {};
	}
	const key = event.request.headers.get('idempotency-key');
	return {
		'X-Request-Id': event.locals.requestId,
		'X-Client-Address': event.getClientAddress(),
		...(key !== null && { 'Idempotency-Key': key })
	};
}
