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
	version: string | null;
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
		// Search engines take a description from fifty characters on; a title alone is better than none.
		description: dataset.abstract ?? dataset.title,
		keywords: dataset.keywords,
		identifier: identifiers,
		sameAs: dataset.landing_page,
		creator: dataset.creators.map((name) => ({ '@type': 'Person', name })),
		publisher: { '@type': 'Organization', name: dataset.publisher ?? dataset.platform.name },
		datePublished: dataset.published_on,
		version: dataset.version,
		license: dataset.licence,
		isAccessibleForFree: dataset.access_level === 'open' ? true : null,
		conditionsOfAccess: dataset.use_statement,
		citation: dataset.citation_text,
		encodingFormat: dataset.formats,
		spatialCoverage: dataset.spatial,
		temporalCoverage: dataset.temporal,
		measurementTechnique: dataset.method,
		includedInDataCatalog: { '@type': 'DataCatalog', name: catalogueName, url: origin }
	});
}
