import { describe, expect, it } from 'vitest';
import { citeDataset, citeInstrument, citeWork } from './citation.ts';

const ORIGIN = 'https://a.test';
const platform = { name: '表征平台', organisation: { name: '浑河大学' } };

const dataset = {
	id: 'd1',
	title: '析出相图像集',
	creators: ['陈雨', '李雷'],
	publisher: null,
	doi: null,
	cstr: '16389.09.A1',
	published_on: '2024-05-20',
	version: 'v2',
	platform
};
const work = {
	id: 'w1',
	title: '析出相的演化',
	authors: ['陈雨', '李雷', '韩梅', '王五'],
	venue: '材料学报',
	published_year: 2024,
	data_type: 'Article',
	doi: '10.12345/w1',
	language: 'zh',
	platform
};

const textsOf = (citations: { text: string }[]) => citations.map(({ text }) => text);

describe('a citation', () => {
	it('of data has creator, name, version, publisher, date, identifier and address (GB/T 35294)', () => {
		expect(textsOf(citeDataset(dataset, ORIGIN))).toEqual([
			'陈雨, 李雷. 析出相图像集[DS/OL]. v2. 表征平台, 2024-05-20. CSTR:16389.09.A1. https://a.test/datasets/d1',
			'陈雨; 李雷 (2024): 析出相图像集. v2. 表征平台. (Dataset). https://a.test/datasets/d1'
		]);
	});

	it('of data that little is known of makes nothing up', () => {
		const bare = { ...dataset, creators: [], cstr: null, published_on: null, version: null };

		expect(textsOf(citeDataset(bare, ORIGIN))).toEqual([
			'析出相图像集[DS/OL]. 表征平台. https://a.test/datasets/d1',
			'表征平台: 析出相图像集. 表征平台. (Dataset). https://a.test/datasets/d1'
		]);
	});

	it('of a work names three authors and says that there are more (GB/T 7714)', () => {
		expect(textsOf(citeWork(work, ORIGIN))).toEqual([
			'陈雨, 李雷, 韩梅, 等. 析出相的演化[J/OL]. 材料学报, 2024. DOI:10.12345/w1. https://a.test/literature/w1',
			'陈雨; 李雷; 韩梅; 王五 (2024): 析出相的演化. 材料学报. https://doi.org/10.12345/w1'
		]);
		expect(citeWork({ ...work, language: 'en' }, ORIGIN)[0]?.text).toContain('韩梅, et al. ');
	});

	it('of an instrument says whose it is and who made it', () => {
		const instrument = {
			id: 'i1',
			name: '扫描电镜',
			model: 'SU8600',
			manufacturer: 'Hitachi',
			in_service_on: '2021-09-01',
			platform
		};

		expect(textsOf(citeInstrument(instrument, ORIGIN))).toEqual([
			'浑河大学. 扫描电镜 (SU8600). Hitachi. 表征平台, 2021. https://a.test/instruments/i1',
			'Hitachi (2021): 扫描电镜. SU8600. 浑河大学. (Instrument). https://a.test/instruments/i1'
		]);
	});
});
