import * as v from 'valibot';
import { id, queryInstant, readQuery } from '#lib/api/input.ts';
import { api, Problem } from '#lib/api/problem.ts';
import { openLiveStream } from '#lib/live/live-streams.server.ts';
import * as m from '#lib/paraglide/messages.js';

const RETRY_SECONDS = '30';

const HEADERS = {
	'Content-Type': 'text/event-stream; charset=utf-8',
	'Cache-Control': 'no-store',
	// A proxy that collects answers before it passes them on would hold events back.
	'X-Accel-Buffering': 'no'
};

const query = v.pipe(
	v.object({
		instrument: v.optional(id),
		platform: v.optional(id),
		since: v.optional(queryInstant)
	}),
	v.check(
		({ instrument, platform }) => (instrument === undefined) !== (platform === undefined),
		() => m.api_live_subject_expected()
	)
);

/** The changes of a calendar while they happen, as Server-Sent Events that carry ids only. */
export const GET = api((event) => {
	const { instrument, platform, since } = readQuery(event.url, query);
	const subject = instrument === undefined ? { platform: platform ?? '' } : { instrument };
	const client = event.locals.claims?.sub ?? event.getClientAddress();

	const stream = openLiveStream(
		subject,
		since === undefined ? new Date() : new Date(since),
		client
	);
	if (!stream.ok) {
		throw new Problem({
			status: stream.reason === 'too_many' ? 429 : 503,
			key: `live_${stream.reason}`,
			title: m.api_live_unavailable(),
			headers: { 'Retry-After': RETRY_SECONDS }
		});
	}
	return new Response(stream.body, { headers: HEADERS });
});

/** Answered apart: a stream that nobody reads would stay open. */
export const HEAD = api(() => new Response(null, { headers: HEADERS }));
