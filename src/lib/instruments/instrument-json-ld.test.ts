import { describe, expect, it } from 'vitest';
import { instrumentJsonLd } from './instrument-json-ld.ts';

const bare = {
	id: '30000000-0000-4000-8000-000000000001',
	source_key: 'YX-1',
	name: '透射电镜',
	name_en: null,
	model: null,
	manufacturer: null,
	functions: null,
	technical: null,
	serial_number: null,
	picture: null,
	class_code: null,
	class: null,
	platform: { name: '表征平台', organisation: null },
	rules: null,
	tariffs: []
};

const tariff = {
	customer_kind: 'everyone' as const,
	basis: 'hour',
	minimum_fen: 0,
	off_hours_bp: 10000,
	currency: 'CNY'
};

describe('instrumentJsonLd', () => {
	it('says of a bare record no more than is known', () => {
		expect(instrumentJsonLd(bare, 'https://a.test')).toEqual({
			'@context': 'https://schema.org',
			'@type': 'Product',
			'@id': 'https://a.test/instruments/30000000-0000-4000-8000-000000000001',
			url: 'https://a.test/instruments/30000000-0000-4000-8000-000000000001',
			name: '透射电镜',
			identifier: { '@type': 'PropertyValue', propertyID: 'innerId', value: 'YX-1' }
		});
	});

	it('offers what outsiders can book as a lease by the hour', () => {
		const described = { ...bare, rules: {}, tariffs: [{ ...tariff, rate_fen: 42050 }] };

		expect(instrumentJsonLd(described, 'https://a.test')).toMatchObject({
			offers: {
				'@type': 'Offer',
				businessFunction: 'http://purl.org/goodrelations/v1#LeaseOut',
				offeredBy: { '@type': 'ResearchOrganization', name: '表征平台' },
				priceSpecification: { price: 420.5, priceCurrency: 'CNY', unitCode: 'HUR' }
			}
		});
	});

	it('names no price where it is agreed case by case', () => {
		const described = { ...bare, rules: {}, tariffs: [{ ...tariff, rate_fen: null }] };

		expect(instrumentJsonLd(described, 'https://a.test').offers).not.toHaveProperty(
			'priceSpecification'
		);
	});

	it('gives the picture an address of its own', () => {
		const picture = '/pictures/tem.svg';

		expect(instrumentJsonLd({ ...bare, picture }, 'https://a.test').image).toBe(
			'https://a.test/pictures/tem.svg'
		);
	});
});
