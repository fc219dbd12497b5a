import { answerHarvester } from '#lib/oai/answer.server.ts';
import { FlowControl } from '#lib/oai/flow-control.ts';
import * as m from '#lib/paraglide/messages.js';
import { getAnonymousClient } from '#lib/server/supabase.ts';
import type { RequestHandler } from './$types';

const REQUESTS_A_MINUTE = 120;

const flow = new FlowControl(REQUESTS_A_MINUTE);

/** The catalogue for harvesters, by OAI-PMH 2.0. Whoever asks, it is what everybody may see. */
export const GET: RequestHandler = async ({ url, getClientAddress }) => {
	const seconds = flow.secondsToWait(getClientAddress());
	if (seconds !== null) {
		return new Response(null, { status: 503, headers: { 'Retry-After': String(seconds) } });
	}
	const document = await answerHarvester(
		{
			db: getAnonymousClient(),
			origin: url.origin,
			name: m.site_name(),
			adminEmail: `webmaster@${url.hostname}`
		},
		url.searchParams
	);
	return new Response(document, { headers: { 'Content-Type': 'text/xml; charset=utf-8' } });
};
