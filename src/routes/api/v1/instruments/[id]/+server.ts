import { answerRecord } from '#lib/api/answer-record.ts';
import { findInstrument, toApiInstrument } from '#lib/api/api-instrument.ts';
import { readId } from '#lib/api/input.ts';
import { api, notFound } from '#lib/api/problem.ts';
import { instrumentJsonLd } from '#lib/instruments/instrument-json-ld.ts';
import { toPidinst, toPidinstXml } from '#lib/instruments/pidinst.ts';
import { toDataciteXml } from '#lib/metadata/datacite-xml.ts';
import { instrumentToDatacite } from '#lib/metadata/datacite.ts';
import { findDescribedInstrument } from '#lib/metadata/queries.server.ts';

/** One instrument as JSON, schema.org JSON-LD, PIDINST or DataCite, by `format` or the Accept header. */
export const GET = api(async (event) => {
	const id = readId(event);
	if (id === null) throw notFound();
	const { origin } = event.url;
	const { supabase } = event.locals;

	async function kept<Written>(
		write: (instrument: NonNullable<Awaited<ReturnType<typeof findInstrument>>>) => Written
	): Promise<Written | null> {
		const instrument = await findInstrument(supabase, id ?? '');
		return instrument && write(instrument);
	}
	async function described<Written>(
		write: (instrument: NonNullable<Awaited<ReturnType<typeof findDescribedInstrument>>>) => Written
	): Promise<Written | null> {
		const instrument = await findDescribedInstrument(supabase, id ?? '');
		return instrument && write(instrument);
	}
	return answerRecord(event, {
		json: () => kept((instrument) => toApiInstrument(instrument, origin)),
		'json-ld': () => kept((instrument) => instrumentJsonLd(instrument, origin)),
		pidinst: () => described((instrument) => toPidinst(instrument, origin)),
		'pidinst-xml': () => described((instrument) => toPidinstXml(toPidinst(instrument, origin))),
		datacite: () => described((instrument) => instrumentToDatacite(instrument, origin)),
		'datacite-xml': () =>
			described((instrument) => toDataciteXml(instrumentToDatacite(instrument, origin)))
	});
});
