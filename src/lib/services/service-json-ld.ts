import { toJsonLd, type JsonLd } from '#lib/catalogue/json-ld.ts';

type Described = {
	id: string;
	name: string;
	name_en: string | null;
	description: string | null;
	unit_price_fen: number | null;
	currency: string;
	unit: string | null;
	platform: { name: string; province: string | null; city: string | null };
};

/** A technical service for machines (schema.org Service). */
export function serviceJsonLd(service: Described, origin: string): JsonLd {
	const url = `${origin}/services/${service.id}`;

	return toJsonLd({
		'@context': 'https://schema.org',
		'@type': 'Service',
		'@id': url,
		url,
		name: service.name,
		alternateName: service.name_en,
		description: service.description,
		provider: { '@type': 'ResearchOrganization', name: service.platform.name },
		areaServed: service.platform.city ?? service.platform.province,
		offers:
			service.unit_price_fen === null
				? null
				: {
						'@type': 'Offer',
						priceSpecification: {
							'@type': 'UnitPriceSpecification',
							price: service.unit_price_fen / 100,
							priceCurrency: service.currency,
							unitText: service.unit
						}
					}
	});
}
