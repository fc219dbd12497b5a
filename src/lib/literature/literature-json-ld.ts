import { toJsonLd, type JsonLd } from '#lib/catalogue/json-ld.ts';

type Described = {
	id: string;
	title: string;
	title_en: string | null;
	language: string;
	authors: string[];
	venue: string | null;
	published_year: number | null;
	data_type: string;
	doi: string | null;
	abstract: string | null;
	keywords: string[];
	access: string;
};

const TYPES: Record<string, string> = {
	Article: 'ScholarlyArticle',
	Conference_Item: 'ScholarlyArticle',
	Book: 'Book',
	Book_Segment: 'Chapter',
	Report: 'Report',
	Thesis_or_Dissertation: 'Thesis'
};

/** A work as scholarly search engines read it. */
export function literatureJsonLd(item: Described, origin: string): JsonLd {
	const url = `${origin}/literature/${item.id}`;

	return toJsonLd({
		'@context': 'https://schema.org',
		'@type': TYPES[item.data_type] ?? 'CreativeWork',
		'@id': url,
		url,
		name: item.title,
		alternateName: item.title_en,
		inLanguage: item.language,
		author: item.authors.map((name) => ({ '@type': 'Person', name })),
		isPartOf: item.venue && { '@type': 'PublicationIssue', name: item.venue },
		datePublished: item.published_year === null ? null : String(item.published_year),
		sameAs: item.doi && `https://doi.org/${item.doi}`,
		abstract: item.abstract,
		keywords: item.keywords,
		isAccessibleForFree: item.access === 'open'
	});
}
