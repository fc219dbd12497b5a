import type { Handle, RequestEvent } from '@sveltejs/kit';
import { problemResponse } from '#lib/api/problem.ts';
import * as m from '#lib/paraglide/messages.js';

const LIMIT_BYTES = 524_288;

/**
 * Refuses bodies that are larger than anything but a file has use for, before they are read. The
 * server itself has one limit for all routes, which is that of files.
 */
export const bodyLimit: Handle = ({ event, resolve }) => {
	if (takesFile(event)) return resolve(event);

	const length = event.request.headers.get('content-length');
	if (length !== null && Number(length) > LIMIT_BYTES) {
		const title = m.api_body_too_large();
		return problemResponse({ status: 413, key: 'body_too_large', title }, event.url.pathname);
	}
	// A body of unknown length is counted as it comes.
	if (length === null && event.request.body) {
		event.request = new Request(event.request, {
			body: event.request.body.pipeThrough(countUpTo(LIMIT_BYTES)),
			duplex: 'half'
		} as RequestInit);
	}
	return resolve(event);
};

function takesFile({ route, url }: RequestEvent): boolean {
	return (
		route.id === '/api/v1/bookings/[id]/files' ||
		route.id === '/(app)/lab/platforms/[id=uuid]/import' ||
		route.id === '/(app)/lab/platforms/[id=uuid]/ledger/import' ||
		(route.id === '/(app)/bookings/[id=uuid]' && url.searchParams.has('/upload')) ||
		(route.id === '/(app)/applications/[id=uuid]' && url.searchParams.has('/file'))
	);
}

function countUpTo(limit: number): TransformStream<Uint8Array, Uint8Array> {
	let left = limit;
	return new TransformStream({
		transform(chunk, controller) {
			left -= chunk.length;
			if (left < 0) controller.error(new Error('The body is too large.'));
			else controller.enqueue(chunk);
		}
	});
}
