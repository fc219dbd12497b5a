import { dev } from '$app/environment';
import { destination as pinoDestination, pino } from 'pino';
import { currentRequestId } from './request-id.ts';

// A development server writes for eyes. The condition is known to the build, which drops the import.
const destination = dev
	? (await import('pino-pretty')).default()
	: pinoDestination({ sync: false });

/**
 * What the log says of an error: a list of what may be said, not of what may not. A database error's
 * details are left out, for they quote the row, and with it whatever a person typed.
 */
function describeError(error: unknown): Record<string, unknown> {
	if (typeof error !== 'object' || error === null) return { message: String(error) };

	const { name, message, code, hint, stack, cause } = error as Record<string, unknown>;
	return {
		name,
		message,
		code,
		hint,
		stack,
		...(cause != null && { cause: describeError(cause) })
	};
}

/**
 * JSON lines on standard output, each with the id of its request. Nothing a person typed and no
 * address with a secret in it is logged: routes are named by their id, not by their URL. Lines are
 * written aside of the request they are about.
 */
export const logger = pino(
	{
		level: dev ? 'debug' : 'info',
		mixin() {
			const requestId = currentRequestId();
			return requestId === null ? {} : { request_id: requestId };
		},
		serializers: { err: describeError }
	},
	destination
);
