import { answerRecord } from '#lib/api/answer-record.ts';
import { readId } from '#lib/api/input.ts';
import { api, notFound } from '#lib/api/problem.ts';
import { literatureJsonLd } from '#lib/literature/literature-json-ld.ts';
import { toDataciteXml } from '#lib/metadata/datacite-xml.ts';
import { workToDatacite } from '#lib/metadata/datacite.ts';
import type { DescribedWork } from '#lib/metadata/described.ts';
import { findDescribedWork } from '#lib/metadata/queries.server.ts';

/** One work as JSON, schema.org JSON-LD or DataCite, by `format` or the Accept header. */
export const GET = api(async (event) => {
	const id = readId(event);
	if (id === null) throw notFound();
	const { origin } = event.url;

	async function described<Written>(
		write: (work: DescribedWork) => Written
	): Promise<Written | null> {
		const work = await findDescribedWork(event.locals.supabase, id ?? '');
		return work && write(work);
	}
	return answerRecord(event, {
		json: () => described((work) => ({ ...work, url: `${origin}/literature/${work.id}` })),
		'json-ld': () => described((work) => literatureJsonLd(work, origin)),
		datacite: () => described((work) => workToDatacite(work, origin)),
		'datacite-xml': () => described((work) => toDataciteXml(workToDatacite(work, origin)))
	});
});
