import { answerRecord } from '#lib/api/answer-record.ts';
import { readId } from '#lib/api/input.ts';
import { api, notFound } from '#lib/api/problem.ts';
import { datasetJsonLd } from '#lib/datasets/dataset-json-ld.ts';
import { toDataciteXml } from '#lib/metadata/datacite-xml.ts';
import { datasetToDatacite } from '#lib/metadata/datacite.ts';
import type { DescribedDataset } from '#lib/metadata/described.ts';
import { findDescribedDataset } from '#lib/metadata/queries.server.ts';
import * as m from '#lib/paraglide/messages.js';

/** One dataset as JSON, schema.org JSON-LD or DataCite, by `format` or the Accept header. */
export const GET = api(async (event) => {
	const id = readId(event);
	if (id === null) throw notFound();
	const { origin } = event.url;

	async function described<Written>(
		write: (dataset: DescribedDataset) => Written
	): Promise<Written | null> {
		const dataset = await findDescribedDataset(event.locals.supabase, id ?? '');
		return dataset && write(dataset);
	}
	return answerRecord(event, {
		json: () => described((dataset) => ({ ...dataset, url: `${origin}/datasets/${dataset.id}` })),
		'json-ld': () => described((dataset) => datasetJsonLd(dataset, origin, m.site_name())),
		datacite: () => described((dataset) => datasetToDatacite(dataset, origin, new Date())),
		'datacite-xml': () =>
			described((dataset) => toDataciteXml(datasetToDatacite(dataset, origin, new Date())))
	});
});
