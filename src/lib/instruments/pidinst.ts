type Organisation = {
	name: string;
	website: string | null;
	unified_social_credit_code: string | null;
};

/** What of an instrument a PIDINST record is made from. */
export type PidinstSource = {
	id: string;
	source_key: string;
	name: string;
	model: string | null;
	manufacturer: string | null;
	technical: string | null;
	functions: string | null;
	class_code: string | null;
	registered_category: string | null;
	in_service_on: string | null;
	retired_at: string | null;
	serial_number: string | null;
	class: { name: string } | null;
	platform: { organisation: Organisation };
	literature: { doi: string | null; title: string }[];
};

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
		owners: [toOwner(instrument.platform.organisation)],
		// Mandatory in the schema: a register that does not know the maker says so.
		manufacturers: [{ manufacturerName: instrument.manufacturer ?? 'Unknown' }],
		...(instrument.model !== null && { model: { modelName: instrument.model } }),
		...(description !== '' && { description }),
		instrumentTypes: toTypes(instrument),
		dates: [
			...(instrument.in_service_on === null
				? []
				: [{ date: instrument.in_service_on, dateType: 'Commissioned' }]),
			...(instrument.retired_at === null
				? []
				: [{ date: instrument.retired_at.slice(0, 10), dateType: 'DeCommissioned' }])
		],
		relatedIdentifiers: instrument.literature.flatMap(({ doi, title }) =>
			doi === null
				? []
				: [
						{
							relatedIdentifier: doi,
							relatedIdentifierType: 'DOI',
							relationType: 'WasUsedIn',
							relatedIdentifierName: title
						}
					]
		),
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

function toOwner(organisation: Organisation) {
	return {
		ownerName: organisation.name,
		...(organisation.website !== null && { ownerContact: organisation.website }),
		...(organisation.unified_social_credit_code !== null && {
			ownerIdentifier: {
				ownerIdentifier: organisation.unified_social_credit_code,
				ownerIdentifierType: 'USCC'
			}
		})
	};
}

function toTypes(instrument: PidinstSource) {
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
