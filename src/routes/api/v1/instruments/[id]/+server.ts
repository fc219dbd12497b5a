import { chooseFormat, findInstrument, toApiInstrument } from '#lib/api/api-instrument.ts';
import { readId } from '#lib/api/input.ts';
import { api, notFound } from '#lib/api/problem.ts';
import { instrumentJsonLd } from '#lib/instruments/instrument-json-ld.ts';
import { toPidinst } from '#lib/instruments/pidinst.ts';

/** One instrument as JSON, as schema.org JSON-LD, or as a PIDINST record, by the Accept header. */
export const GET = api(async (event) => {
	const id = readId(event);
	const instrument = id === null ? null : await findInstrument(event.locals.supabase, id);
	if (!instrument) throw notFound();

	const { origin } = event.url;
	switch (chooseFormat(event.request.headers.get('accept'))) {
		case 'pidinst':
			return answer(toPidinst(instrument, origin), 'application/vnd.pidinst+json');
		case 'json-ld':
			return answer(instrumentJsonLd(instrument, origin), 'application/ld+json');
		case 'json':
			return answer(toApiInstrument(instrument, origin), 'application/json');
	}
});

function answer(body: object, type: string): Response {
	return new Response(JSON.stringify(body), {
		headers: { 'Content-Type': type, Vary: 'Accept' }
	});
}
