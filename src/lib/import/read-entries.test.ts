import { describe, expect, it } from 'vitest';
import { readDataset } from './dataset-row.ts';
import type { ImportContext, ReadEntry } from './entry.ts';
import { readInstrument } from './instrument-row.ts';
import { readLiterature } from './literature-row.ts';
import { readService } from './service-row.ts';

const CONTEXT: ImportContext = {
	timeZone: 'Asia/Shanghai',
	subjects: new Map([['物理学', '140']])
};

function entryOf(read: ReadEntry) {
	if ('refusals' in read) throw new Error(JSON.stringify(read.refusals));
	return read.entry;
}

describe('readInstrument', () => {
	it('turns a row of a register into a record', () => {
		const entry = entryOf(
			readInstrument(
				{
					identifier: 'T-1',
					name: '走査型電子顕微鏡',
					category: '電子顕微鏡',
					subcategory: 'None',
					owner: '北都大学 分析センター',
					owner_kind: '国立大学',
					region: '北海道',
					external_use: '要相談',
					fee_band: '無料',
					landing_page: ''
				},
				CONTEXT
			)
		);

		expect(entry).toEqual({
			owner: {
				organisation: '北都大学',
				kind: 'university',
				platform: '北都大学 分析センター',
				language: 'ja',
				time_zone: 'Asia/Tokyo',
				province: '北海道',
				city: '北海道'
			},
			source_key: 'T-1',
			record: {
				name: '走査型電子顕微鏡',
				language: 'ja',
				province: '北海道',
				city: '北海道',
				registered_category: '電子顕微鏡',
				class_level: 3,
				class_code: '010102',
				external_use: 'ask',
				fee_band: 'free',
				landing_page: null
			}
		});
	});

	it('reads the fields of the national register', () => {
		const entry = entryOf(
			readInstrument(
				{
					identifier: 'T-1',
					name: '仪器',
					class_code: '010102',
					worth: '120.5',
					subjects: '物理学,140',
					under_customs: '否',
					in_service_on: '2019/3/1'
				},
				CONTEXT
			)
		);

		expect(entry.record).toMatchObject({
			class_level: 3,
			class_code: '010102',
			worth_fen: 120_500_000,
			subject_codes: ['140', '140'],
			under_customs: false,
			in_service_on: '2019-03-01'
		});
	});

	it.each([
		['no identifier', { identifier: ' ' }, 'identifier', 'required'],
		['no name', { name: '' }, 'name', 'required'],
		['a long name', { name: '镜'.repeat(201) }, 'name', 'too_long'],
		['a NUL', { name: 'a\u0000b' }, 'name', 'unclean'],
		['a turned direction', { name: 'a\u202Eb' }, 'name', 'unclean'],
		['bytes that are no text', { name: 'a\uFFFD' }, 'name', 'undecodable'],
		[
			'an address that is none',
			{ landing_page: 'javascript:alert(1)' },
			'landing_page',
			'not_a_web_address'
		],
		['an unknown word', { external_use: 'sometimes' }, 'external_use', 'unknown_value'],
		['a day that is none', { in_service_on: '2023-02-30' }, 'in_service_on', 'not_a_date'],
		['an unknown subject', { subjects: '炼金术' }, 'subjects', 'not_a_subject'],
		['a short class code', { class_code: '0101' }, 'class_code', 'not_a_class_code']
	])('refuses %s', (_case, cells, field, reason) => {
		const read = readInstrument({ identifier: 'T-1', name: '仪器', ...cells }, CONTEXT);

		expect(read).toMatchObject({ refusals: [{ field, reason }] });
	});

	it('names every field that is wrong', () => {
		const read = readInstrument({ identifier: '', name: '', landing_page: 'x' }, CONTEXT);

		expect(read).toMatchObject({
			refusals: [{ field: 'identifier' }, { field: 'name' }, { field: 'landing_page' }]
		});
	});
});

describe('readDataset', () => {
	it('turns a row of a register into a record', () => {
		const entry = entryOf(
			readDataset(
				{
					title: 'Tides',
					landing_page: 'https://data.example/tides',
					subject: 'EarthScience',
					description: 'Levels',
					keywords: 'tide, level',
					license: 'CC BY 4.0',
					publisher: '- name: web:'
				},
				CONTEXT
			)
		);

		expect(entry).toMatchObject({
			owner: { organisation: '来源未注明' },
			source_key: 'Tides | https://data.example/tides',
			record: {
				title: 'Tides',
				language: 'en',
				abstract: 'Levels',
				keywords: ['tide', 'level', 'EarthScience'],
				subject_codes: ['170'],
				licence: 'CC-BY-4.0',
				publisher: null,
				landing_page: 'https://data.example/tides'
			}
		});
	});

	it('keeps the address of a file server as its source', () => {
		const entry = entryOf(
			readDataset({ title: 'Arrays', landing_page: 'ftp://ftp.example/a' }, CONTEXT)
		);

		expect(entry.record).toMatchObject({ landing_page: null, source: 'ftp://ftp.example/a' });
	});
});

describe('readLiterature', () => {
	it('leads to the page of a DOI, which is not yet the text', () => {
		const entry = entryOf(
			readLiterature(
				{
					doi: 'https://doi.org/10.1234/ABC',
					title: 'A talk',
					year: '2024',
					kind: 'Conference Paper',
					related_instrument: 'T-1'
				},
				CONTEXT
			)
		);

		expect(entry).toMatchObject({
			source_key: '10.1234/abc',
			instrument: 'T-1',
			record: {
				doi: '10.1234/abc',
				title: 'A talk',
				published_year: 2024,
				data_type: 'Conference_Item',
				full_text_url: 'https://doi.org/10.1234/abc'
			}
		});
		expect(entry.record).not.toHaveProperty('access');
	});

	it.each([
		['', 'Article'],
		['journal-article', 'Article'],
		['book-chapter', 'Book_Segment'],
		['paratext', 'Other']
	])('takes the kind %j for %s', (kind, dataType) => {
		const entry = entryOf(readLiterature({ title: 'A work', kind }, CONTEXT));

		expect(entry.record).toMatchObject({ data_type: dataType });
	});

	it('refuses an open text that is nowhere', () => {
		const read = readLiterature({ title: 'A work', access: 'open' }, CONTEXT);

		expect(read).toEqual({ refusals: [{ field: 'full_text_url', reason: 'required' }] });
	});
});

describe('readService', () => {
	it('turns a line of a price list into a record', () => {
		const entry = entryOf(
			readService(
				{
					instrument: '扫描电镜',
					service: '能谱',
					unit_price_cny: '19.99',
					unit: '样品',
					method_standard: '/',
					group: 'SEM'
				},
				CONTEXT
			)
		);

		expect(entry).toMatchObject({
			source_key: '扫描电镜 | 能谱 | 样品',
			record: {
				name: '能谱',
				instrument_name: '扫描电镜',
				unit_price_fen: 1999,
				unit: '样品',
				method_standard: null,
				group_name: 'SEM'
			}
		});
	});

	it('keeps a price by arrangement open', () => {
		const entry = entryOf(readService({ service: '能谱', unit_price_cny: '面议' }, CONTEXT));

		expect(entry.record).toMatchObject({ unit_price_fen: null });
	});
});
