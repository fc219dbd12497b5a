import { dev } from '$app/environment';
import { getRequestEvent } from '$app/server';
import { pino } from 'pino';

/** The request being served, or null outside of one (start-up, a timer). */
function currentRequestId(): string | null {
	try {
		return getRequestEvent().locals.requestId;
	} catch {
		return null;
	}
}

// A development server writes for eyes. The condition is known to the build, which drops the import.
const destination = dev ? (await import('pino-pretty')).default() : undefined;

/**
 * JSON lines on standard output, each with the id of its request. Nothing a person typed and no
 * address with a secret in it is logged: routes are named by their id, not by their URL.
 */
export const logger = pino(
	{
		level: dev ? 'debug' : 'info',
		mixin() {
			const requestId = currentRequestId();
			return requestId === null ? {} : { request_id: requestId };
		},
		redact: {
			paths: ['*.password', '*.token', '*.access_token', '*.refresh_token', '*.authorization'],
			censor: '[redacted]'
		}
	},
	destination
);
