import { toJsonLd, type JsonLd } from '#lib/catalogue/json-ld.ts';
import { findTariff, type Tariff } from './instrument-price.ts';

type Described = {
	id: string;
	source_key: string;
	name: string;
	name_en: string | null;
	model: string | null;
	manufacturer: string | null;
	functions: string | null;
	technical: string | null;
	serial_number: string | null;
	picture: string | null;
	class_code: string | null;
	class: { name: string } | null;
	platform: { name: string; organisation: { name: string } | null };
	rules: object | null;
	tariffs: Tariff[];
};

/**
 * An instrument for machines. schema.org has no type for a research instrument; Product is the one
 * that knows models and makers, and its offer is a lease, not a sale.
 */
export function instrumentJsonLd(instrument: Described, origin: string): JsonLd {
	const { platform } = instrument;
	const tariff = findTariff(instrument.tariffs, 'startup');
	const url = `${origin}/instruments/${instrument.id}`;

	return toJsonLd({
		'@context': 'https://schema.org',
		'@type': 'Product',
		'@id': url,
		url,
		name: instrument.name,
		alternateName: instrument.name_en,
		description: [instrument.functions, instrument.technical].filter(Boolean).join('\n') || null,
		model: instrument.model,
		manufacturer: instrument.manufacturer && {
			'@type': 'Organization',
			name: instrument.manufacturer
		},
		serialNumber: instrument.serial_number,
		image: instrument.picture && origin + instrument.picture,
		category: instrument.class && {
			'@type': 'CategoryCode',
			codeValue: instrument.class_code,
			name: instrument.class.name,
			inCodeSet: 'NRII'
		},
		identifier: {
			'@type': 'PropertyValue',
			propertyID: 'innerId',
			value: instrument.source_key
		},
		offers: instrument.rules && {
			'@type': 'Offer',
			businessFunction: 'http://purl.org/goodrelations/v1#LeaseOut',
			offeredBy: {
				'@type': 'ResearchOrganization',
				name: platform.name,
				parentOrganization: platform.organisation && {
					'@type': 'Organization',
					name: platform.organisation.name
				}
			},
			priceSpecification:
				tariff?.rate_fen == null
					? null
					: {
							'@type': 'UnitPriceSpecification',
							price: tariff.rate_fen / 100,
							priceCurrency: tariff.currency,
							// UN/CEFACT: an hour, or one of something.
							unitCode: tariff.basis === 'hour' ? 'HUR' : 'C62'
						}
		}
	});
}
