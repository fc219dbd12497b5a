import { randomUUID } from 'node:crypto';
import type { Handle } from '@sveltejs/kit';
import { logger } from '../logger.ts';

/** Gives each request its id and logs how it ended. */
export const request: Handle = async ({ event, resolve }) => {
	event.locals.requestId = randomUUID();
	const startedAt = performance.now();

	const response = await resolve(event);

	response.headers.set('X-Request-Id', event.locals.requestId);
	logger.info(
		{
			method: event.request.method,
			route: event.route.id,
			status: response.status,
			duration_ms: Math.round(performance.now() - startedAt)
		},
		'request'
	);
	return response;
};
