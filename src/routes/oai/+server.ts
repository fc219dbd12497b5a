import { answerHarvester } from '#lib/oai/answer.server.ts';
import { FlowControl } from '#lib/oai/flow-control.ts';
import * as m from '#lib/paraglide/messages.js';
import { getAnonymousClient } from '#lib/server/supabase.ts';
import type { RequestEvent, RequestHandler } from './$types';

const REQUESTS_A_MINUTE = 120;

const flow = new FlowControl(REQUESTS_A_MINUTE);

/** The catalogue for harvesters, by OAI-PMH 2.0. Whoever asks, it is what everybody may see. */
export const GET: RequestHandler = (event) => answer(event, event.url.searchParams);

/** The same question as a form, by which a harvester may send what is too long for an address. */
export const POST: RequestHandler = async (event) =>
	answer(event, new URLSearchParams(await event.request.text()));

async function answer(
	{ url, getClientAddress }: RequestEvent,
	question: URLSearchParams
): Promise<Response> {
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
		question
	);
	return new Response(document, { headers: { 'Content-Type': 'text/xml; charset=utf-8' } });
}
