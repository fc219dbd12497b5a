import type {
	DescribedDataset,
	DescribedInstrument,
	DescribedService,
	DescribedWork
} from './described.ts';
import { element, textElement, type XmlElement } from './xml.ts';

/*
 * Dublin Core as harvesters of OAI-PMH read it, the one format that every kind has. Its terms may be
 * there often or not at all.
 */

type Terms = Partial<
	Record<
		| 'title'
		| 'creator'
		| 'subject'
		| 'description'
		| 'publisher'
		| 'contributor'
		| 'date'
		| 'type'
		| 'format'
		| 'identifier'
		| 'language'
		| 'relation'
		| 'coverage'
		| 'rights',
		readonly (string | null | undefined)[]
	>
>;

const OAI_DC = 'http://www.openarchives.org/OAI/2.0/oai_dc/';

export function toDublinCoreXml(terms: Terms): XmlElement {
	return element(
		'oai_dc:dc',
		{
			'xmlns:oai_dc': OAI_DC,
			'xmlns:dc': 'http://purl.org/dc/elements/1.1/',
			'xmlns:xsi': 'http://www.w3.org/2001/XMLSchema-instance',
			'xsi:schemaLocation': `${OAI_DC} http://www.openarchives.org/OAI/2.0/oai_dc.xsd`
		},
		...Object.entries(terms).flatMap(([term, values]) =>
			values.map((value) => textElement(`dc:${term}`, value))
		)
	);
}

export function datasetTerms(dataset: DescribedDataset, origin: string): Terms {
	return {
		title: [dataset.title, dataset.title_en],
		creator: dataset.creators,
		subject: [...dataset.keywords, ...dataset.subject_codes],
		description: [dataset.abstract, dataset.method],
		publisher: [dataset.publisher ?? dataset.platform.name],
		contributor: [dataset.platform.organisation?.name],
		date: [dataset.published_on],
		type: ['Dataset'],
		format: dataset.formats,
		identifier: [
			`${origin}/datasets/${dataset.id}`,
			dataset.doi && `https://doi.org/${dataset.doi}`,
			dataset.cstr && `CSTR:${dataset.cstr}`
		],
		language: [dataset.language],
		relation: dataset.instruments.map(({ id }) => `${origin}/instruments/${id}`),
		coverage: [dataset.spatial, dataset.temporal],
		rights: [dataset.licence, dataset.use_statement]
	};
}

export function instrumentTerms(instrument: DescribedInstrument, origin: string): Terms {
	return {
		title: [instrument.name, instrument.name_en],
		creator: [instrument.manufacturer],
		subject: [
			instrument.class?.name ?? instrument.registered_category,
			...instrument.subject_codes
		],
		description: [instrument.functions, instrument.technical],
		publisher: [instrument.platform.name],
		contributor: [instrument.platform.organisation?.name],
		date: [instrument.in_service_on],
		type: ['Instrument', 'PhysicalObject'],
		format: [instrument.model],
		identifier: [`${origin}/instruments/${instrument.id}`, instrument.source_key],
		language: [instrument.language],
		relation: [
			...instrument.literature.map(({ id }) => `${origin}/literature/${id}`),
			...instrument.datasets.map(({ id }) => `${origin}/datasets/${id}`)
		]
	};
}

export function workTerms(work: DescribedWork, origin: string): Terms {
	return {
		title: [work.title, work.title_en],
		creator: work.authors,
		subject: work.keywords,
		description: [work.abstract],
		publisher: [work.platform.name],
		date: [work.published_year === null ? null : String(work.published_year)],
		type: [work.data_type.replaceAll('_', ' ')],
		identifier: [`${origin}/literature/${work.id}`, work.doi && `https://doi.org/${work.doi}`],
		language: [work.language],
		relation: [work.venue, ...work.instruments.map(({ id }) => `${origin}/instruments/${id}`)],
		rights: [work.access === 'open' ? 'info:eu-repo/semantics/openAccess' : null]
	};
}

export function serviceTerms(service: DescribedService, origin: string): Terms {
	return {
		title: [service.name, service.name_en],
		subject: [service.group_name],
		description: [service.description, service.method_standard],
		publisher: [service.platform.name],
		contributor: [service.platform.organisation?.name],
		type: ['Service'],
		identifier: [`${origin}/services/${service.id}`],
		language: [service.language]
	};
}
