import { DATACITE_SCHEMA, type DataciteRecord } from './datacite.ts';
import { element, listElement, textElement, type XmlElement } from './xml.ts';

const XSI = 'http://www.w3.org/2001/XMLSchema-instance';
const SCHEMA_LOCATION = `${DATACITE_SCHEMA} https://schema.datacite.org/meta/kernel-4.7/metadata.xsd`;

/** A record as the XML that the DataCite schema describes. */
export function toDataciteXml(record: DataciteRecord): XmlElement {
	return element(
		'resource',
		{ xmlns: DATACITE_SCHEMA, 'xmlns:xsi': XSI, 'xsi:schemaLocation': SCHEMA_LOCATION },
		element(
			'identifier',
			{ identifierType: record.identifier.identifierType },
			record.identifier.identifier
		),
		listElement(
			'creators',
			record.creators.map((creator) => element('creator', {}, ...nameOf('creatorName', creator)))
		),
		listElement(
			'titles',
			record.titles.map(({ title, lang, titleType }) =>
				textElement('title', title, { titleType, 'xml:lang': lang })
			)
		),
		element('publisher', { 'xml:lang': record.publisher.lang }, record.publisher.name),
		element('publicationYear', {}, String(record.publicationYear).padStart(4, '0')),
		element(
			'resourceType',
			{ resourceTypeGeneral: record.types.resourceTypeGeneral },
			record.types.resourceType
		),
		listElement(
			'subjects',
			record.subjects.map(({ subject, lang, subjectScheme, classificationCode }) =>
				textElement('subject', subject, { subjectScheme, classificationCode, 'xml:lang': lang })
			)
		),
		listElement(
			'contributors',
			record.contributors.map((contributor) =>
				element(
					'contributor',
					{ contributorType: contributor.contributorType },
					...nameOf('contributorName', contributor)
				)
			)
		),
		listElement(
			'dates',
			record.dates.map(({ date, dateType, dateInformation }) =>
				textElement('date', date, { dateType, dateInformation })
			)
		),
		textElement('language', record.language),
		listElement(
			'alternateIdentifiers',
			record.alternateIdentifiers.map(({ alternateIdentifier, alternateIdentifierType }) =>
				textElement('alternateIdentifier', alternateIdentifier, { alternateIdentifierType })
			)
		),
		listElement(
			'relatedIdentifiers',
			record.relatedIdentifiers.map(({ relatedIdentifier, ...attributes }) =>
				textElement('relatedIdentifier', relatedIdentifier, attributes)
			)
		),
		listElement(
			'sizes',
			record.sizes.map((size) => textElement('size', size))
		),
		listElement(
			'formats',
			record.formats.map((format) => textElement('format', format))
		),
		textElement('version', record.version),
		listElement(
			'rightsList',
			record.rightsList.map(({ rights, rightsUri, schemeUri, lang, ...attributes }) =>
				textElement('rights', rights, {
					rightsURI: rightsUri,
					...attributes,
					schemeURI: schemeUri,
					'xml:lang': lang
				})
			)
		),
		listElement(
			'descriptions',
			record.descriptions.map(({ description, descriptionType, lang }) =>
				textElement('description', description, { descriptionType, 'xml:lang': lang })
			)
		),
		listElement(
			'geoLocations',
			record.geoLocations.map(({ geoLocationPlace }) =>
				element('geoLocation', {}, element('geoLocationPlace', {}, geoLocationPlace))
			)
		),
		listElement(
			'relatedItems',
			record.relatedItems.map(({ title, relatedItemType, relationType }) =>
				element(
					'relatedItem',
					{ relatedItemType, relationType },
					element('titles', {}, element('title', {}, title))
				)
			)
		)
	);
}

function nameOf(
	tag: 'creatorName' | 'contributorName',
	{ name, nameType, lang, nameIdentifiers = [] }: DataciteRecord['creators'][number]
): (XmlElement | null)[] {
	return [
		element(tag, { nameType, 'xml:lang': lang }, name),
		...nameIdentifiers.map(({ nameIdentifier, nameIdentifierScheme }) =>
			textElement('nameIdentifier', nameIdentifier, { nameIdentifierScheme })
		)
	];
}
