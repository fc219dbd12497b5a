import { dev } from '$app/environment';
import { destination as pinoDestination, pino } from 'pino';
import { describeError } from './describe-error.ts';
import { currentRequestId } from './request-id.ts';

// A development server writes for eyes. The condition is known to the build, which drops the import.
const destination = dev
	? (await import('pino-pretty')).default()
	: pinoDestination({ sync: false });

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
