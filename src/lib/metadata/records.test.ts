import { describe, expect, it } from 'vitest';
import { breachesOf, DATACITE_4_7, PIDINST_1_0 } from '../../../tests/support/metadata-rules.ts';
import { allOf, readXml, textOf } from '../../../tests/support/read-xml.ts';
import { toPidinst, toPidinstXml } from '#lib/instruments/pidinst.ts';
import { toDataciteXml } from './datacite-xml.ts';
import { datasetToDatacite, instrumentToDatacite, workToDatacite } from './datacite.ts';
import type { DescribedDataset, DescribedInstrument, DescribedWork } from './described.ts';
import { writeXmlDocument } from './xml.ts';

const ORIGIN = 'https://a.test';
const NOW = new Date('2026-06-01T00:00:00Z');
const KEPT = {
	id: '50000000-0000-4000-8000-000000000001',
	language: 'zh',
	retired_at: null,
	created_at: '2024-02-03T04:05:06Z',
	updated_at: '2026-05-20T04:05:06Z',
	platform: {
		id: 'p',
		name: '表征平台',
		name_en: null,
		city: '沈阳市',
		organisation: {
			name: '浑河大学',
			name_en: null,
			website: 'https://hhut.test',
			unified_social_credit_code: '12210000000000001X'
		}
	}
};

function aDataset(dataset: Partial<DescribedDataset> = {}): DescribedDataset {
	return {
		...KEPT,
		title: '析出相图像集 <第 2 版> & 说明',
		title_en: 'Images of precipitates',
		abstract: '镍基合金的析出相。\u0007',
		keywords: ['析出相', 'SEM'],
		subject_codes: ['430.20'],
		creators: ['陈雨', '浑河大学材料学院'],
		publisher: null,
		doi: '10.12345/a1',
		cstr: '16389.09.A1',
		published_on: '2024-05-20',
		version: 'v2',
		size_bytes: 2_000_000,
		formats: ['image/tiff'],
		spatial: '沈阳',
		temporal: '2023-01/2023-12',
		source: '原位实验',
		method: '扫描电子显微镜',
		access_level: 'open',
		licence: 'https://creativecommons.org/licenses/by/4.0/',
		use_statement: '请注明出处',
		citation_text: null,
		landing_page: 'https://data.test/a1',
		embargo_until: null,
		instruments: [{ id: 'i1', name: '电镜', retired_at: null }],
		...dataset
	};
}

const BARE_DATASET: Partial<DescribedDataset> = {
	title_en: null,
	abstract: null,
	keywords: [],
	subject_codes: [],
	creators: [],
	doi: null,
	cstr: null,
	published_on: null,
	version: null,
	size_bytes: null,
	formats: [],
	spatial: null,
	temporal: null,
	source: null,
	method: null,
	licence: null,
	use_statement: null,
	landing_page: null,
	instruments: [],
	platform: { ...KEPT.platform, organisation: null }
};

function anInstrument(instrument: Partial<DescribedInstrument> = {}): DescribedInstrument {
	return {
		...KEPT,
		source_key: 'HH-0042',
		name: '场发射扫描电子显微镜',
		name_en: 'Field emission SEM',
		model: 'SU8600',
		manufacturer: 'Hitachi',
		class_code: '030200',
		registered_category: null,
		in_service_on: '2021-09-01',
		subject_codes: ['430.20'],
		technical: '分辨率 0.6 nm',
		functions: '形貌与成分',
		serial_number: 'SN-1',
		class: { name: '电子光学仪器', name_en: 'Electron optics' },
		literature: [
			{ id: 'w1', doi: '10.12345/w1', title: '一篇论文' },
			{ id: 'w2', doi: null, title: '另一篇' }
		],
		datasets: [{ id: 'd1', doi: null, title: '图像集' }],
		...instrument
	};
}

const BARE_INSTRUMENT: Partial<DescribedInstrument> = {
	name_en: null,
	model: null,
	manufacturer: null,
	class_code: null,
	class: null,
	in_service_on: null,
	subject_codes: [],
	technical: null,
	functions: null,
	serial_number: null,
	literature: [],
	datasets: [],
	platform: { ...KEPT.platform, organisation: null }
};

function aWork(work: Partial<DescribedWork> = {}): DescribedWork {
	return {
		...KEPT,
		title: '析出相的演化',
		title_en: null,
		authors: ['陈雨', '李雷'],
		venue: '材料学报',
		published_year: 2024,
		data_type: 'Article',
		doi: '10.12345/w1',
		abstract: '摘要',
		keywords: ['合金'],
		access: 'open',
		full_text_url: 'https://texts.test/1',
		instruments: [{ id: 'i1', name: '电镜', retired_at: null }],
		...work
	};
}

function written(xml: Parameters<typeof writeXmlDocument>[0]) {
	return readXml(writeXmlDocument(xml));
}

describe('a DataCite record (reference 5.4)', () => {
	it.each([
		['a dataset', () => datasetToDatacite(aDataset(), ORIGIN, NOW)],
		[
			'a dataset that little is known of',
			() => datasetToDatacite(aDataset(BARE_DATASET), ORIGIN, NOW)
		],
		[
			'a retired dataset',
			() => datasetToDatacite(aDataset({ retired_at: NOW.toISOString() }), ORIGIN, NOW)
		],
		['an instrument', () => instrumentToDatacite(anInstrument(), ORIGIN)],
		[
			'an instrument that little is known of',
			() => instrumentToDatacite(anInstrument(BARE_INSTRUMENT), ORIGIN)
		],
		[
			'a retired instrument',
			() => instrumentToDatacite(anInstrument({ retired_at: NOW.toISOString() }), ORIGIN)
		],
		['a work', () => workToDatacite(aWork(), ORIGIN)],
		[
			'a patent that little is known of',
			() =>
				workToDatacite(
					aWork({ authors: [], venue: null, published_year: null, doi: null, data_type: 'Patent' }),
					ORIGIN
				)
		]
	])('of %s keeps the schema', (_, record) => {
		expect(breachesOf(written(toDataciteXml(record())), DATACITE_4_7)).toEqual([]);
	});

	it('is identified by the identifier that lasts longest', () => {
		const identifierOf = (dataset: Partial<DescribedDataset>) =>
			datasetToDatacite(aDataset(dataset), ORIGIN, NOW).identifier;

		expect(identifierOf({})).toEqual({ identifier: '10.12345/a1', identifierType: 'DOI' });
		expect(identifierOf({ doi: null })).toEqual({
			identifier: '16389.09.A1',
			identifierType: 'CSTR'
		});
		expect(identifierOf({ doi: null, cstr: null })).toEqual({
			identifier: `${ORIGIN}/datasets/${KEPT.id}`,
			identifierType: 'URL'
		});
	});

	it('keeps what a register wrote, whatever XML thinks of it', () => {
		const xml = written(toDataciteXml(datasetToDatacite(aDataset(), ORIGIN, NOW)));

		expect(textOf(xml, 'title')).toBe('析出相图像集 <第 2 版> & 说明');
		expect(textOf(xml, 'description')).toBe('镍基合金的析出相。');
	});

	it.each([
		[{ access_level: 'open' }, 'openAccess'],
		[{ access_level: 'open', embargo_until: '2026-07-01' }, 'embargoedAccess'],
		[{ access_level: 'open', embargo_until: '2026-05-01' }, 'openAccess'],
		[{ access_level: 'application' }, 'restrictedAccess'],
		[{ access_level: 'restricted' }, 'closedAccess']
	])('of data that are %j says %s', (dataset, access) => {
		const { rightsList } = datasetToDatacite(aDataset(dataset), ORIGIN, NOW);

		expect(rightsList.at(-1)?.rightsUri).toBe(`info:eu-repo/semantics/${access}`);
	});

	it('names a licence as SPDX does', () => {
		expect(datasetToDatacite(aDataset(), ORIGIN, NOW).rightsList[0]).toMatchObject({
			rightsIdentifier: 'CC-BY-4.0',
			rightsUri: 'https://creativecommons.org/licenses/by/4.0/'
		});
	});

	it('of an instrument has its maker as creator and its owner as host, as PIDINST maps it', () => {
		expect(instrumentToDatacite(anInstrument(), ORIGIN)).toMatchObject({
			creators: [{ name: 'Hitachi', nameType: 'Organizational' }],
			contributors: [{ name: '浑河大学', contributorType: 'HostingInstitution' }],
			types: { resourceTypeGeneral: 'Instrument' },
			dates: [{ date: '2021-09-01', dateType: 'Available' }, { dateType: 'Updated' }],
			descriptions: [{ descriptionType: 'TechnicalInfo' }]
		});
	});
});

describe('a PIDINST record (reference 5.3)', () => {
	it.each([
		['an instrument', {}],
		['one that little is known of', BARE_INSTRUMENT],
		['a retired one', { retired_at: NOW.toISOString() }]
	])('of %s keeps the schema', (_, instrument) => {
		const record = toPidinst(anInstrument(instrument), ORIGIN);

		expect(breachesOf(written(toPidinstXml(record)), PIDINST_1_0)).toEqual([]);
	});

	it('tells in XML what it tells in JSON', () => {
		const record = toPidinst(anInstrument(), ORIGIN);

		const xml = written(toPidinstXml(record));
		expect(allOf(xml, 'relatedIdentifier').map(({ text }) => text)).toEqual(
			record.relatedIdentifiers?.map(({ relatedIdentifier }) => relatedIdentifier)
		);
		expect(allOf(xml, 'alternateIdentifier').map(({ text }) => text)).toEqual(['HH-0042', 'SN-1']);
		expect(textOf(xml, 'ownerIdentifier')).toBe('12210000000000001X');
	});

	it('has no empty lists', () => {
		const lists = Object.values(toPidinst(anInstrument(BARE_INSTRUMENT), ORIGIN)).filter(
			Array.isArray
		);

		expect(lists.every(({ length }) => length > 0)).toBe(true);
	});
});
