/*
 * The rules of two XML schemas that our records have to keep, written from PIDINST 1.0
 * (support/pidinst-schema-1_0.xsd, rdawg-pidinst/schema de29b60) and DataCite 4.7
 * (source/meta/kernel-4.7/metadata.xsd, datacite/schema 471512c): what an element holds, how often, and
 * which values its attributes may have. Only what we write is in them; anything else is a breach.
 */
import type { XmlNode } from './read-xml.ts';

type Attribute = true | readonly string[];

type Rule = {
	/** How often each child may be there. */
	children?: Record<string, readonly [atLeast: number, atMost: number, rule: Rule]>;
	/** Children come in the order of the rule. */
	isSequence?: boolean;
	text?: RegExp;
	required?: Record<string, Attribute>;
	optional?: Record<string, Attribute>;
};

const MANY = Number.POSITIVE_INFINITY;
const TEXT: Rule = { text: /\S/ };
const language: Record<string, Attribute> = { 'xml:lang': true };
const list = (name: string, rule: Rule): Rule => ({ children: { [name]: [1, MANY, rule] } });
const typed = (attribute: string, values: Attribute = true): Rule => ({
	...TEXT,
	required: { [attribute]: values }
});

const DATE = /^\d{4}(-\d{2}){0,2}(\/\d{4}(-\d{2}){0,2})?$/;
const RELATED_TYPES = ['DOI', 'URL', 'URN', 'Handle', 'ISBN', 'ISSN', 'EISSN', 'w3id'];

export const PIDINST_1_0: Rule = {
	children: {
		identifier: [1, 1, typed('identifierType')],
		schemaVersion: [1, 1, { text: /^1\.0$/ }],
		landingPage: [1, 1, { text: /^https?:\/\/\S+$/ }],
		name: [1, 1, TEXT],
		owners: [
			1,
			1,
			list('owner', {
				isSequence: true,
				children: {
					ownerName: [1, 1, TEXT],
					ownerContact: [0, 1, { text: /^\S+@\S+$/ }],
					ownerIdentifier: [0, 1, typed('ownerIdentifierType')]
				}
			})
		],
		manufacturers: [
			1,
			1,
			list('manufacturer', {
				isSequence: true,
				children: {
					manufacturerName: [1, 1, TEXT],
					manufacturerIdentifier: [0, 1, typed('manufacturerIdentifierType')]
				}
			})
		],
		model: [
			0,
			1,
			{
				isSequence: true,
				children: { modelName: [1, 1, TEXT], modelIdentifier: [0, 1, typed('modelIdentifierType')] }
			}
		],
		description: [0, 1, TEXT],
		instrumentTypes: [
			0,
			1,
			list('instrumentType', {
				isSequence: true,
				children: {
					instrumentTypeName: [1, 1, TEXT],
					instrumentTypeIdentifier: [0, 1, typed('instrumentTypeIdentifierType')]
				}
			})
		],
		measuredVariables: [0, 1, list('measuredVariable', TEXT)],
		dates: [
			0,
			1,
			list('date', {
				text: /^\d{4}-\d{2}-\d{2}$/,
				required: { dateType: ['Commissioned', 'DeCommissioned'] }
			})
		],
		relatedIdentifiers: [
			0,
			1,
			list('relatedIdentifier', {
				...TEXT,
				required: {
					relatedIdentifierType: RELATED_TYPES,
					relationType: [
						'IsDescribedBy',
						'IsNewVersionOf',
						'IsPreviousVersionOf',
						'HasComponent',
						'IsComponentOf',
						'References',
						'HasMetadata',
						'WasUsedIn',
						'IsIdenticalTo',
						'IsAttachedTo'
					]
				},
				optional: { relatedIdentifierName: true }
			})
		],
		alternateIdentifiers: [
			0,
			1,
			list('alternateIdentifier', {
				...typed('alternateIdentifierType', ['SerialNumber', 'InventoryNumber', 'Other']),
				optional: { alternateIdentifierName: true }
			})
		]
	}
};

const NAME_TYPES = ['Organizational', 'Personal'];
const GENERAL_TYPES =
	'Audiovisual Award Book BookChapter Collection ComputationalNotebook ConferencePaper ConferenceProceeding DataPaper Dataset Dissertation Event Image Instrument InteractiveResource Journal JournalArticle Model OutputManagementPlan PeerReview PhysicalObject Poster Preprint Presentation Project Report Service Software Sound Standard StudyRegistration Text Workflow Other'.split(
		' '
	);
const RELATION_TYPES =
	'IsCitedBy Cites IsSupplementTo IsSupplementedBy IsContinuedBy Continues IsNewVersionOf IsPreviousVersionOf IsPartOf HasPart IsPublishedIn IsReferencedBy References IsDocumentedBy Documents IsCompiledBy Compiles IsVariantFormOf IsOriginalFormOf IsIdenticalTo HasMetadata IsMetadataFor Reviews IsReviewedBy IsDerivedFrom IsSourceOf Describes IsDescribedBy HasVersion IsVersionOf Requires IsRequiredBy Obsoletes IsObsoletedBy Collects IsCollectedBy HasTranslation IsTranslationOf Other'.split(
		' '
	);

function named(name: string): Rule {
	return {
		isSequence: true,
		children: {
			[name]: [1, 1, { ...TEXT, optional: { nameType: NAME_TYPES, ...language } }],
			givenName: [0, 1, TEXT],
			familyName: [0, 1, TEXT],
			nameIdentifier: [0, MANY, typed('nameIdentifierScheme')],
			affiliation: [0, MANY, TEXT]
		}
	};
}

export const DATACITE_4_7: Rule = {
	required: {
		xmlns: ['http://datacite.org/schema/kernel-4'],
		'xmlns:xsi': ['http://www.w3.org/2001/XMLSchema-instance'],
		'xsi:schemaLocation': true
	},
	children: {
		identifier: [1, 1, typed('identifierType')],
		creators: [1, 1, list('creator', named('creatorName'))],
		titles: [
			1,
			1,
			list('title', {
				...TEXT,
				optional: {
					titleType: ['AlternativeTitle', 'Subtitle', 'TranslatedTitle', 'Other'],
					...language
				}
			})
		],
		publisher: [1, 1, { ...TEXT, optional: language }],
		publicationYear: [1, 1, { text: /^\d{4}$/ }],
		resourceType: [1, 1, typed('resourceTypeGeneral', GENERAL_TYPES)],
		subjects: [
			0,
			1,
			list('subject', {
				...TEXT,
				optional: { subjectScheme: true, classificationCode: true, ...language }
			})
		],
		contributors: [
			0,
			1,
			list('contributor', {
				...named('contributorName'),
				required: { contributorType: ['HostingInstitution', 'Distributor', 'DataCurator', 'Other'] }
			})
		],
		dates: [
			0,
			1,
			list('date', {
				text: DATE,
				required: {
					dateType:
						'Accepted Available Collected Copyrighted Coverage Created Issued Other Submitted Updated Valid Withdrawn'.split(
							' '
						)
				},
				optional: { dateInformation: true }
			})
		],
		language: [0, 1, { text: /^[a-zA-Z]{1,8}(-[a-zA-Z0-9]{1,8})*$/ }],
		alternateIdentifiers: [0, 1, list('alternateIdentifier', typed('alternateIdentifierType'))],
		relatedIdentifiers: [
			0,
			1,
			list('relatedIdentifier', {
				...TEXT,
				required: { relatedIdentifierType: RELATED_TYPES, relationType: RELATION_TYPES },
				optional: { resourceTypeGeneral: GENERAL_TYPES }
			})
		],
		sizes: [0, 1, list('size', TEXT)],
		formats: [0, 1, list('format', TEXT)],
		version: [0, 1, TEXT],
		rightsList: [
			0,
			1,
			list('rights', {
				...TEXT,
				optional: {
					rightsURI: true,
					rightsIdentifier: true,
					rightsIdentifierScheme: true,
					schemeURI: true,
					...language
				}
			})
		],
		descriptions: [
			0,
			1,
			list('description', {
				...TEXT,
				required: {
					descriptionType: [
						'Abstract',
						'Methods',
						'SeriesInformation',
						'TableOfContents',
						'TechnicalInfo',
						'Other'
					]
				},
				optional: language
			})
		],
		geoLocations: [0, 1, list('geoLocation', { children: { geoLocationPlace: [1, MANY, TEXT] } })],
		relatedItems: [
			0,
			1,
			list('relatedItem', {
				required: { relatedItemType: GENERAL_TYPES, relationType: RELATION_TYPES },
				children: { titles: [1, 1, list('title', TEXT)] }
			})
		]
	}
};

/** What of an element is against a rule, each with its place; nothing where all is as it should be. */
export function breachesOf(node: XmlNode, rule: Rule, place = node.name): string[] {
	const { children = {}, required = {}, optional = {} } = rule;
	const breaches: string[] = [];
	for (const [name, values] of Object.entries({ ...optional, ...required })) {
		const value = node.attributes[name];
		if (value === undefined ? name in required : values !== true && !values.includes(value)) {
			breaches.push(`${place}/@${name}: ${value ?? 'missing'}`);
		}
	}
	for (const name of Object.keys(node.attributes)) {
		if (!(name in required) && !(name in optional)) breaches.push(`${place}/@${name}: not known`);
	}
	for (const [name, [atLeast, atMost, of]] of Object.entries(children)) {
		const found = node.children.filter((child) => child.name === name);
		if (found.length < atLeast || found.length > atMost) {
			breaches.push(`${place}/${name}: there ${found.length} times`);
		}
		breaches.push(...found.flatMap((child) => breachesOf(child, of, `${place}/${name}`)));
	}
	for (const { name } of node.children) {
		if (!(name in children)) breaches.push(`${place}/${name}: not known`);
	}
	if (rule.isSequence === true) {
		const order = Object.keys(children);
		const places = node.children.map(({ name }) => order.indexOf(name));
		if (places.some((at, index) => at < (places[index - 1] ?? 0))) breaches.push(`${place}: order`);
	}
	if (rule.text === undefined ? node.text.trim() !== '' : !rule.text.test(node.text)) {
		breaches.push(`${place}: ${node.text}`);
	}
	return breaches;
}
