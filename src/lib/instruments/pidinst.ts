import type { DescribedInstrument } from '#lib/metadata/described.ts';
import { element, listElement, textElement, type XmlElement } from '#lib/metadata/xml.ts';

/** What of an instrument a PIDINST record is made from. */
export type PidinstSource = Omit<
	DescribedInstrument,
	'name_en' | 'language' | 'subject_codes' | 'created_at' | 'updated_at'
>;

/**
 * An instrument as a record of the PIDINST 1.0 JSON schema (RDA 10.15497/RDA00070; mapping of
 * reference 5.3). The identifier is the address of its page here, as long as no handle is
 * registered for it.
 */
export function toPidinst(instrument: PidinstSource, origin: string) {
	const landingPage = `${origin}/instruments/${instrument.id}`;
	const description = [instrument.functions, instrument.technical].filter(Boolean).join('\n');

	return {
		identifier: { identifier: landingPage, identifierType: 'URL' },
		schemaVersion: '1.0',
		landingPage,
		name: instrument.name,
		owners: [toOwner(instrument.platform)],
		// Mandatory in the schema: a register that does not know the maker says so.
		manufacturers: [{ manufacturerName: instrument.manufacturer ?? 'Unknown' }],
		...(instrument.model !== null && { model: { modelName: instrument.model } }),
		...(description !== '' && { description }),
		...listed('instrumentTypes', toTypes(instrument)),
		...listed('dates', [
			...(instrument.in_service_on === null
				? []
				: [{ date: instrument.in_service_on, dateType: 'Commissioned' }]),
			...(instrument.retired_at === null
				? []
				: [{ date: instrument.retired_at.slice(0, 10), dateType: 'DeCommissioned' }])
		]),
		...listed('relatedIdentifiers', [
			...instrument.literature.map((item) => wasUsedIn(item, `${origin}/literature/${item.id}`)),
			...instrument.datasets.map((item) => wasUsedIn(item, `${origin}/datasets/${item.id}`))
		]),
		alternateIdentifiers: [
			{ alternateIdentifier: instrument.source_key, alternateIdentifierType: 'InventoryNumber' },
			...(instrument.serial_number === null
				? []
				: [
						{
							alternateIdentifier: instrument.serial_number,
							alternateIdentifierType: 'SerialNumber'
						}
					])
		]
	};
}

/** A key with a list; nothing where it would be empty. */
function listed<Name extends string, Item>(name: Name, items: Item[]) {
	return (items.length === 0 ? {} : { [name]: items }) as Partial<Record<Name, Item[]>>;
}

function wasUsedIn({ doi, title }: { doi: string | null; title: string }, address: string) {
	return {
		relatedIdentifier: doi ?? address,
		relatedIdentifierType: doi === null ? 'URL' : 'DOI',
		relationType: 'WasUsedIn',
		relatedIdentifierName: title
	};
}

/** A contact would be an address of somebody's mail, which is only for who has signed in. */
function toOwner(platform: PidinstSource['platform']) {
	const { organisation } = platform;
	const code = organisation?.unified_social_credit_code ?? null;
	return {
		ownerName: organisation?.name ?? platform.name,
		...(code !== null && {
			ownerIdentifier: { ownerIdentifier: code, ownerIdentifierType: 'USCC' }
		})
	};
}

type InstrumentType = {
	instrumentTypeName: string;
	instrumentTypeIdentifier?: {
		instrumentTypeIdentifier: string;
		instrumentTypeIdentifierType: string;
	};
};

function toTypes(instrument: PidinstSource): InstrumentType[] {
	if (instrument.class !== null && instrument.class_code !== null) {
		return [
			{
				instrumentTypeName: instrument.class.name,
				instrumentTypeIdentifier: {
					instrumentTypeIdentifier: instrument.class_code,
					instrumentTypeIdentifierType: 'NRII'
				}
			}
		];
	}
	return instrument.registered_category === null
		? []
		: [{ instrumentTypeName: instrument.registered_category }];
}

type Pidinst = ReturnType<typeof toPidinst>;

/** The record as the XML of the PIDINST schema, in its order. */
export function toPidinstXml(record: Pidinst): XmlElement {
	return element(
		'instrument',
		{},
		element(
			'identifier',
			{ identifierType: record.identifier.identifierType },
			record.identifier.identifier
		),
		element('schemaVersion', {}, record.schemaVersion),
		element('landingPage', {}, record.landingPage),
		element('name', {}, record.name),
		listElement(
			'owners',
			record.owners.map(({ ownerName, ownerIdentifier }) =>
				element(
					'owner',
					{},
					element('ownerName', {}, ownerName),
					textElement('ownerIdentifier', ownerIdentifier?.ownerIdentifier, {
						ownerIdentifierType: ownerIdentifier?.ownerIdentifierType
					})
				)
			)
		),
		listElement(
			'manufacturers',
			record.manufacturers.map(({ manufacturerName }) =>
				element('manufacturer', {}, element('manufacturerName', {}, manufacturerName))
			)
		),
		record.model && element('model', {}, element('modelName', {}, record.model.modelName)),
		textElement('description', record.description),
		listElement(
			'instrumentTypes',
			(record.instrumentTypes ?? []).map(({ instrumentTypeName, instrumentTypeIdentifier }) =>
				element(
					'instrumentType',
					{},
					element('instrumentTypeName', {}, instrumentTypeName),
					textElement(
						'instrumentTypeIdentifier',
						instrumentTypeIdentifier?.instrumentTypeIdentifier,
						{
							instrumentTypeIdentifierType: instrumentTypeIdentifier?.instrumentTypeIdentifierType
						}
					)
				)
			)
		),
		listElement(
			'dates',
			(record.dates ?? []).map(({ date, dateType }) => element('date', { dateType }, date))
		),
		listElement(
			'relatedIdentifiers',
			(record.relatedIdentifiers ?? []).map(({ relatedIdentifier, ...attributes }) =>
				element('relatedIdentifier', attributes, relatedIdentifier)
			)
		),
		listElement(
			'alternateIdentifiers',
			record.alternateIdentifiers.map(({ alternateIdentifier, alternateIdentifierType }) =>
				element('alternateIdentifier', { alternateIdentifierType }, alternateIdentifier)
			)
		)
	);
}
