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
	updated_at: '2026-05-20T04:05:06Z',
	version: null,
	size_bytes: null,
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
			description: '析出相图像集 表征平台',
			identifier: ['https://doi.org/10.12345/yx.d1'],
			creator: [{ '@type': 'Person', name: '陈雨' }],
			publisher: { '@type': 'Organization', name: '表征平台' },
			datePublished: '2024-05-20',
			dateModified: '2026-05-20',
			license: 'CC BY 4.0',
			isAccessibleForFree: true,
			includedInDataCatalog: {
				'@type': 'DataCatalog',
				name: '仪享',
				url: 'https://a.test'
			}
		});
	});

	it('says where open data are to be had, in what format and how large', () => {
		const held = { landing_page: 'https://data.test/1', formats: ['text/csv'], size_bytes: 2000 };

		expect(datasetJsonLd({ ...dataset, ...held }, 'https://a.test', '仪享')).toMatchObject({
			distribution: {
				'@type': 'DataDownload',
				contentUrl: 'https://a.test/api/v1/datasets/50000000-0000-4000-8000-000000000001/download',
				encodingFormat: ['text/csv'],
				contentSize: '2000 B'
			}
		});
		expect(
			datasetJsonLd({ ...dataset, ...held, access_level: 'application' }, 'https://a.test', '仪享')
		).not.toHaveProperty('distribution.contentUrl');
	});

	it('is described in fifty to five thousand characters, as search engines take it', () => {
		const method =
			'扫描电子显微镜在二十千伏下逐视场成像，每个视场五百微米，相邻视场重叠一成，覆盖整个截面';
		const descriptionOf = (abstract: string) =>
			datasetJsonLd({ ...dataset, abstract, method }, 'https://a.test', '仪享').description;

		expect(descriptionOf('短')).toMatch(/^短 .{48,}$/);
		expect(descriptionOf('长'.repeat(6000))).toHaveLength(5000);
	});

	it.each(['registered', 'application', 'restricted'])('does not call %s access free', (level) => {
		expect(
			datasetJsonLd({ ...dataset, access_level: level }, 'https://a.test', '仪享')
		).not.toHaveProperty('isAccessibleForFree');
	});
});
