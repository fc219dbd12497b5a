import type { DescribedDataset, DescribedInstrument, DescribedWork } from './described.ts';

/*
 * Records of the DataCite schema 4.7, in the form of DataCite's own JSON. Its names are DataCite's, and
 * what a register does not know is left out, but for what the schema demands: there the standard words
 * for it stand (`:unkn`), or what is nearest to it.
 */

export const DATACITE_SCHEMA = 'http://datacite.org/schema/kernel-4';
/** DataCite's word for what nobody knows. */
const UNKNOWN = ':unkn';

type Name = {
	name: string;
	nameType?: 'Personal' | 'Organizational';
	lang?: string;
	nameIdentifiers?: { nameIdentifier: string; nameIdentifierScheme: string }[];
};

type Related = {
	relatedIdentifier: string;
	relatedIdentifierType: 'DOI' | 'URL';
	relationType: string;
	resourceTypeGeneral: string;
};

type Rights = {
	rights: string;
	rightsUri?: string;
	rightsIdentifier?: string;
	rightsIdentifierScheme?: string;
	schemeUri?: string;
	lang?: string;
};

export type DataciteRecord = {
	identifier: { identifier: string; identifierType: string };
	creators: Name[];
	titles: { title: string; lang?: string; titleType?: string }[];
	publisher: { name: string; lang?: string };
	publicationYear: number;
	types: { resourceType: string; resourceTypeGeneral: string };
	subjects: {
		subject: string;
		lang?: string;
		subjectScheme?: string;
		classificationCode?: string;
	}[];
	contributors: (Name & { contributorType: string })[];
	dates: { date: string; dateType: string; dateInformation?: string }[];
	language: string;
	alternateIdentifiers: { alternateIdentifier: string; alternateIdentifierType: string }[];
	relatedIdentifiers: Related[];
	relatedItems: { title: string; relatedItemType: string; relationType: string }[];
	sizes: string[];
	formats: string[];
	version: string | null;
	rightsList: Rights[];
	descriptions: { description: string; descriptionType: string; lang?: string }[];
	geoLocations: { geoLocationPlace: string }[];
	schemaVersion: typeof DATACITE_SCHEMA;
};

const EMPTY = {
	subjects: [],
	contributors: [],
	dates: [],
	alternateIdentifiers: [],
	relatedIdentifiers: [],
	relatedItems: [],
	sizes: [],
	formats: [],
	version: null,
	rightsList: [],
	descriptions: [],
	geoLocations: [],
	schemaVersion: DATACITE_SCHEMA
} satisfies Partial<DataciteRecord>;

export function datasetToDatacite(
	dataset: DescribedDataset,
	origin: string,
	now: Date
): DataciteRecord {
	const { language: lang, platform } = dataset;
	const page = `${origin}/datasets/${dataset.id}`;
	return {
		...EMPTY,
		identifier: identify(page, dataset),
		creators:
			dataset.creators.length > 0
				? // A register does not say which of them are people.
					dataset.creators.map((name) => ({ name, lang }))
				: [hostName(dataset) ?? { name: UNKNOWN }],
		titles: titlesOf(dataset.title, dataset.title_en, lang),
		publisher: { name: dataset.publisher ?? platform.name, lang },
		publicationYear: yearOf(dataset.published_on ?? dataset.created_at),
		types: { resourceType: 'Dataset', resourceTypeGeneral: 'Dataset' },
		subjects: subjectsOf(dataset.keywords, dataset.subject_codes, lang),
		contributors: hostOf(dataset),
		dates: [
			...dated(dataset.published_on, 'Issued'),
			...dated(dataset.embargo_until, 'Available'),
			...dated(dataset.updated_at.slice(0, 10), 'Updated'),
			...dated(coverageOf(dataset.temporal), 'Coverage'),
			...dated(dataset.retired_at?.slice(0, 10), 'Withdrawn')
		],
		language: lang,
		alternateIdentifiers: [
			...(dataset.doi === null ? [] : [alternate(page, 'URL')]),
			...(dataset.cstr === null || dataset.doi === null ? [] : [alternate(dataset.cstr, 'CSTR')])
		],
		relatedIdentifiers: [
			...dataset.instruments.map(({ id }) =>
				related(`${origin}/instruments/${id}`, null, 'IsCollectedBy', 'Instrument')
			),
			...(dataset.landing_page === null
				? []
				: [related(dataset.landing_page, null, 'IsIdenticalTo', 'Dataset')])
		],
		sizes: dataset.size_bytes === null ? [] : [`${dataset.size_bytes} bytes`],
		formats: dataset.formats,
		version: dataset.version,
		rightsList: [
			...(dataset.licence === null ? [] : [licenceOf(dataset.licence)]),
			...(dataset.use_statement === null ? [] : [{ rights: dataset.use_statement, lang }]),
			rightsOfAccess(accessOf(dataset, now))
		],
		descriptions: [
			...described(dataset.abstract, 'Abstract', lang),
			...described(dataset.method, 'Methods', lang),
			...described(dataset.source, 'Other', lang)
		],
		geoLocations: dataset.spatial === null ? [] : [{ geoLocationPlace: dataset.spatial }]
	};
}

/** By the mapping that PIDINST has agreed with DataCite (schema-datacite of rdawg-pidinst). */
export function instrumentToDatacite(
	instrument: DescribedInstrument,
	origin: string
): DataciteRecord {
	const { language: lang } = instrument;
	const page = `${origin}/instruments/${instrument.id}`;
	const [from, until] = [instrument.in_service_on, instrument.retired_at?.slice(0, 10)];
	return {
		...EMPTY,
		identifier: { identifier: page, identifierType: 'URL' },
		creators: [{ name: instrument.manufacturer ?? UNKNOWN, nameType: 'Organizational' }],
		titles: titlesOf(instrument.name, instrument.name_en, lang),
		publisher: { name: instrument.platform.organisation?.name ?? instrument.platform.name, lang },
		publicationYear: yearOf(from ?? instrument.created_at),
		types: { resourceType: 'Instrument', resourceTypeGeneral: 'Instrument' },
		subjects: [
			...(instrument.class === null || instrument.class_code === null
				? []
				: [
						{
							subject: instrument.class.name,
							lang: 'zh',
							subjectScheme: 'NRII',
							classificationCode: instrument.class_code
						}
					]),
			...subjectsOf([], instrument.subject_codes, lang)
		],
		contributors: hostOf(instrument),
		dates: [
			...(from === null
				? []
				: dated(until === undefined ? from : `${from}/${until}`, 'Available', '启用 / in service')),
			...dated(instrument.updated_at.slice(0, 10), 'Updated'),
			...dated(until, 'Withdrawn')
		],
		language: lang,
		alternateIdentifiers: [
			alternate(instrument.source_key, 'InventoryNumber'),
			...(instrument.serial_number === null
				? []
				: [alternate(instrument.serial_number, 'SerialNumber')])
		],
		relatedIdentifiers: [
			...instrument.literature.map(({ id, doi }) =>
				related(`${origin}/literature/${id}`, doi, 'IsReferencedBy', 'Text')
			),
			...instrument.datasets.map(({ id, doi }) =>
				related(`${origin}/datasets/${id}`, doi, 'Collects', 'Dataset')
			)
		],
		version: instrument.model,
		descriptions: described(
			[instrument.functions, instrument.technical].filter(Boolean).join('\n') || null,
			'TechnicalInfo',
			lang
		)
	};
}

/** General types of DataCite by Data_Type of COUNTER; it has none of patents. */
const WORK_TYPES: Record<string, string> = {
	Article: 'JournalArticle',
	Book: 'Book',
	Book_Segment: 'BookChapter',
	Conference_Item: 'ConferencePaper',
	Report: 'Report',
	Standard: 'Standard',
	Thesis_or_Dissertation: 'Dissertation'
};
const VENUE_TYPES: Record<string, string> = {
	Article: 'Journal',
	Book_Segment: 'Book',
	Conference_Item: 'ConferenceProceeding'
};

export function workToDatacite(work: DescribedWork, origin: string): DataciteRecord {
	const { language: lang, venue } = work;
	const page = `${origin}/literature/${work.id}`;
	return {
		...EMPTY,
		identifier: identify(page, { doi: work.doi, cstr: null }),
		creators:
			work.authors.length > 0 ? work.authors.map((name) => ({ name, lang })) : [{ name: UNKNOWN }],
		titles: titlesOf(work.title, work.title_en, lang),
		publisher: { name: work.platform.name, lang },
		publicationYear: work.published_year ?? yearOf(work.created_at),
		types: {
			resourceType: work.data_type.replaceAll('_', ' '),
			resourceTypeGeneral: WORK_TYPES[work.data_type] ?? 'Text'
		},
		subjects: subjectsOf(work.keywords, [], lang),
		contributors: hostOf(work),
		dates: [
			...dated(work.published_year === null ? null : String(work.published_year), 'Issued'),
			...dated(work.updated_at.slice(0, 10), 'Updated'),
			...dated(work.retired_at?.slice(0, 10), 'Withdrawn')
		],
		language: lang,
		alternateIdentifiers: work.doi === null ? [] : [alternate(page, 'URL')],
		relatedIdentifiers: work.instruments.map(({ id }) =>
			related(`${origin}/instruments/${id}`, null, 'References', 'Instrument')
		),
		relatedItems:
			venue === null
				? []
				: [
						{
							title: venue,
							relatedItemType: VENUE_TYPES[work.data_type] ?? 'Text',
							relationType: 'IsPublishedIn'
						}
					],
		rightsList: [rightsOfAccess(work.access === 'open' ? 'open' : 'restricted')],
		descriptions: described(work.abstract, 'Abstract', lang)
	};
}

/** The identifier that lasts longest: a DOI, a CSTR, or else the address of the page here. */
function identify(page: string, { doi, cstr }: { doi: string | null; cstr: string | null }) {
	if (doi !== null) return { identifier: doi, identifierType: 'DOI' };
	if (cstr !== null) return { identifier: cstr, identifierType: 'CSTR' };
	return { identifier: page, identifierType: 'URL' };
}

function titlesOf(title: string, english: string | null, lang: string) {
	return [
		{ title, lang },
		...(english === null ? [] : [{ title: english, lang: 'en', titleType: 'TranslatedTitle' }])
	];
}

function subjectsOf(keywords: string[], codes: string[], lang: string) {
	return [
		...keywords.map((subject) => ({ subject, lang })),
		...codes.map((code) => ({
			subject: code,
			subjectScheme: 'GB/T 13745-2009',
			classificationCode: code
		}))
	];
}

type Hosted = Pick<DescribedDataset, 'platform' | 'language'>;

function hostName({ platform, language }: Hosted): Name | null {
	const host = platform.organisation;
	if (host === null) return null;
	const code = host.unified_social_credit_code;
	return {
		name: host.name,
		nameType: 'Organizational',
		lang: language,
		...(code !== null && {
			nameIdentifiers: [{ nameIdentifier: code, nameIdentifierScheme: 'USCC' }]
		})
	};
}

function hostOf(hosted: Hosted): DataciteRecord['contributors'] {
	const host = hostName(hosted);
	return host === null ? [] : [{ ...host, contributorType: 'HostingInstitution' }];
}

function dated(date: string | null | undefined, dateType: string, dateInformation?: string) {
	return date == null
		? []
		: [{ date, dateType, ...(dateInformation !== undefined && { dateInformation }) }];
}

/** What data cover, where a register wrote it as dates. */
function coverageOf(temporal: string | null): string | null {
	return /^\d{4}(-\d{2}){0,2}(\/\d{4}(-\d{2}){0,2})?$/.exec(temporal ?? '')?.[0] ?? null;
}

function alternate(alternateIdentifier: string, alternateIdentifierType: string) {
	return { alternateIdentifier, alternateIdentifierType };
}

function related(
	address: string,
	doi: string | null,
	relationType: string,
	resourceTypeGeneral: string
): Related {
	return {
		...(doi === null
			? { relatedIdentifier: address, relatedIdentifierType: 'URL' as const }
			: { relatedIdentifier: doi, relatedIdentifierType: 'DOI' as const }),
		relationType,
		resourceTypeGeneral
	};
}

function described(description: string | null, descriptionType: string, lang: string) {
	return description === null ? [] : [{ description, descriptionType, lang }];
}

function yearOf(date: string): number {
	return Number(date.slice(0, 4));
}

/** A licence that SPDX has a name for is named by it. */
function licenceOf(address: string): Rights {
	const [, kind, version] =
		/creativecommons\.org\/licenses\/([a-z-]+)\/(\d\.\d)/i.exec(address) ?? [];
	const [, waived] = /creativecommons\.org\/publicdomain\/zero\/(\d\.\d)/i.exec(address) ?? [];
	const identifier =
		kind !== undefined && version !== undefined
			? `CC-${kind.toUpperCase()}-${version}`
			: waived !== undefined
				? `CC0-${waived}`
				: null;
	return {
		rights: identifier ?? address,
		rightsUri: address,
		...(identifier !== null && {
			rightsIdentifier: identifier,
			rightsIdentifierScheme: 'SPDX',
			schemeUri: 'https://spdx.org/licenses/'
		})
	};
}

type Access = 'open' | 'embargoed' | 'restricted' | 'closed';

function accessOf({ access_level, embargo_until }: DescribedDataset, now: Date): Access {
	if (embargo_until !== null && embargo_until > now.toISOString().slice(0, 10)) return 'embargoed';
	const levels: Record<string, Access> = { open: 'open', restricted: 'closed' };
	return levels[access_level] ?? 'restricted';
}

/** The vocabulary of OpenAIRE, by which harvesters tell what is open. */
function rightsOfAccess(access: Access): Rights {
	return {
		rights: `${access.charAt(0).toUpperCase()}${access.slice(1)} Access`,
		rightsUri: `info:eu-repo/semantics/${access}Access`
	};
}
