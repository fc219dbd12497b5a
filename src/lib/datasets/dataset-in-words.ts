import * as m from '#lib/paraglide/messages.js';
import { canDownload, describeAccess, isUnderEmbargo } from './access-level.ts';
import { formatBytes } from './format-bytes.ts';
import type { findDataset } from './queries.server.ts';

type Dataset = NonNullable<Awaited<ReturnType<typeof findDataset>>>;

type Term = { term: string; value: string; href?: string | null; language?: string };

/**
 * What a dataset's page says of it, so that the page need not carry the words for everything there
 * could be to say. `hasData` is whether the reader gets the data, and not only a page about them.
 */
export function datasetInWords(
	dataset: Dataset,
	reader: { hasAccepted: boolean },
	subjects: string[],
	now: Date
) {
	const separator = m.catalogue_list_separator();
	const { embargo_until: embargo } = dataset;
	const particulars: [string, string | false | null][] = [
		[m.dataset_creators(), dataset.creators.join(separator)],
		[m.dataset_publisher(), dataset.publisher],
		[m.dataset_published(), dataset.published_on],
		[m.dataset_version(), dataset.version],
		[m.dataset_size(), dataset.size_bytes !== null && formatBytes(dataset.size_bytes)],
		[m.dataset_formats(), dataset.formats.join(separator)],
		[m.catalogue_subjects(), subjects.join(separator)],
		[m.dataset_spatial(), dataset.spatial],
		[m.dataset_temporal(), dataset.temporal],
		[m.dataset_source(), dataset.source],
		[m.dataset_method(), dataset.method],
		[m.dataset_update_frequency(), dataset.update_frequency]
	];
	const { licence, use_statement: statement, doi, cstr, language } = dataset;
	const terms: Term[] = [
		{ term: m.dataset_licence(), value: licence ?? m.dataset_licence_none(), href: licence },
		...(statement ? [{ term: m.dataset_use_statement(), value: statement, language }] : []),
		...(doi ? [{ term: 'DOI', value: doi, href: `https://doi.org/${encodeURI(doi)}` }] : []),
		...(cstr ? [{ term: 'CSTR', value: cstr }] : [])
	];
	return {
		terms,
		access: describeAccess(dataset.access_level),
		hasData: canDownload(dataset, reader.hasAccepted, now),
		embargo:
			embargo !== null && isUnderEmbargo(dataset, now)
				? m.dataset_embargo({ date: embargo })
				: null,
		particulars: particulars.flatMap(([term, value]) => (value ? [{ term, value }] : []))
	};
}
