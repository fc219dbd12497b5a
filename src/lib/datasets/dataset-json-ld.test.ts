import { describe, expect, it } from 'vitest';
import { datasetJsonLd } from './dataset-json-ld.ts';

const dataset = {
	id: '50000000-0000-4000-8000-000000000001',
	title: '析出相图像集',
	title_en: null,
	language: 'zh',
	abstract: null,
	keywords: [],
	creators: ['陈雨'],
	publisher: null,
	doi: '10.12345/yx.d1',
	cstr: null,
	published_on: '2024-05-20',
	version: null,
	formats: [],
	spatial: null,
	temporal: null,
	method: null,
	access_level: 'open',
	licence: 'CC BY 4.0',
	use_statement: null,
	citation_text: null,
	landing_page: null,
	platform: { name: '表征平台' }
};

describe('datasetJsonLd', () => {
	it('describes an open dataset as search engines for data read it', () => {
		expect(datasetJsonLd(dataset, 'https://a.test', '仪享')).toEqual({
			'@context': 'https://schema.org',
			'@type': 'Dataset',
			'@id': 'https://a.test/datasets/50000000-0000-4000-8000-000000000001',
			url: 'https://a.test/datasets/50000000-0000-4000-8000-000000000001',
			name: '析出相图像集',
			inLanguage: 'zh',
			description: '析出相图像集',
			identifier: ['https://doi.org/10.12345/yx.d1'],
			creator: [{ '@type': 'Person', name: '陈雨' }],
			publisher: { '@type': 'Organization', name: '表征平台' },
			datePublished: '2024-05-20',
			license: 'CC BY 4.0',
			isAccessibleForFree: true,
			includedInDataCatalog: {
				'@type': 'DataCatalog',
				name: '仪享',
				url: 'https://a.test'
			}
		});
	});

	it.each(['registered', 'application', 'restricted'])('does not call %s access free', (level) => {
		expect(
			datasetJsonLd({ ...dataset, access_level: level }, 'https://a.test', '仪享')
		).not.toHaveProperty('isAccessibleForFree');
	});
});
