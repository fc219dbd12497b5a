import { toJsonLd, type JsonLd } from '#lib/catalogue/json-ld.ts';

type Described = {
	id: string;
	title: string;
	title_en: string | null;
	language: string;
	abstract: string | null;
	keywords: string[];
	creators: string[];
	publisher: string | null;
	doi: string | null;
	cstr: string | null;
	published_on: string | null;
	updated_at: string;
	version: string | null;
	size_bytes: number | null;
	formats: string[];
	spatial: string | null;
	temporal: string | null;
	method: string | null;
	access_level: string;
	licence: string | null;
	use_statement: string | null;
	citation_text: string | null;
	landing_page: string | null;
	platform: { name: string };
};

/** A dataset as dataset search engines read it (schema.org Dataset). */
export function datasetJsonLd(dataset: Described, origin: string, catalogueName: string): JsonLd {
	const identifiers = [
		dataset.doi === null ? null : `https://doi.org/${dataset.doi}`,
		dataset.cstr === null ? null : `CSTR:${dataset.cstr}`
	].filter((identifier) => identifier !== null);
	const url = `${origin}/datasets/${dataset.id}`;

	return toJsonLd({
		'@context': 'https://schema.org',
		'@type': 'Dataset',
		'@id': url,
		url,
		name: dataset.title,
		alternateName: dataset.title_en,
		inLanguage: dataset.language,
		description: describe(dataset),
		keywords: dataset.keywords,
		identifier: identifiers,
		sameAs: dataset.landing_page,
		creator: dataset.creators.map((name) => ({ '@type': 'Person', name })),
		publisher: { '@type': 'Organization', name: dataset.publisher ?? dataset.platform.name },
		datePublished: dataset.published_on,
		dateModified: dataset.updated_at.slice(0, 10),
		version: dataset.version,
		license: dataset.licence,
		isAccessibleForFree: dataset.access_level === 'open' ? true : null,
		conditionsOfAccess: dataset.use_statement,
		citation: dataset.citation_text,
		distribution: distributionOf(dataset, `${origin}/api/v1/datasets/${dataset.id}/download`),
		spatialCoverage: dataset.spatial,
		temporalCoverage: dataset.temporal,
		measurementTechnique: dataset.method,
		includedInDataCatalog: { '@type': 'DataCatalog', name: catalogueName, url: origin }
	});
}

/** What search engines take as a description: from fifty characters on, up to five thousand. */
const [SHORTEST, LONGEST] = [50, 5000];

/** The abstract; where it is short or missing, with what else is said of the data. */
function describe(dataset: Described): string {
	const { abstract, title, method, temporal, spatial, keywords, platform } = dataset;
	const more = [title, method, temporal, spatial, keywords.join(', '), platform.name];
	let text = abstract ?? '';
	for (const part of more) {
		if (text.length >= SHORTEST) break;
		if (part) text = text === '' ? part : `${text} ${part}`;
	}
	return text.slice(0, LONGEST);
}

/** Where the data are to be had by anybody; formats and sizes are told in any case. */
function distributionOf(dataset: Described, address: string) {
	const isOpen = dataset.access_level === 'open' && dataset.landing_page !== null;
	if (!isOpen && dataset.formats.length === 0 && dataset.size_bytes === null) return null;
	return {
		'@type': 'DataDownload',
		contentUrl: isOpen ? address : null,
		encodingFormat: dataset.formats,
		contentSize: dataset.size_bytes === null ? null : `${dataset.size_bytes} B`
	};
}
