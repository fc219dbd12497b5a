import { describe, expect, it } from 'vitest';
import { readInstrument } from '#lib/import/instrument-row.ts';
import { toInstrumentCells, type ExportedInstrument } from './instrument-cells.ts';

const INSTRUMENT: ExportedInstrument = {
	source_key: 'A-1',
	name: '扫描电子显微镜',
	name_en: 'Scanning electron microscope',
	class_code: '030101',
	province: '浙江省',
	city: '杭州市',
	county: null,
	street: '玉泉路 38 号',
	external_use: 'ask',
	fee_band: 'paid',
	fee_note: '200 元/小时',
	landing_page: 'https://example.edu.cn/sem',
	model: 'X1',
	manufacturer: null,
	origin_country: null,
	asset_kind: '通用',
	acquired_by: '购置',
	in_service_on: '2019-05-01',
	technical: '1 nm\n30 kV',
	functions: null,
	service_content: null,
	achievement: null,
	sharing_rules: null,
	units: 2,
	serial_number: '007',
	registered_category: null,
	under_customs: false,
	worth_fen: 123_456_789,
	funds: ['国家自然科学基金', '自筹'],
	subject_codes: ['430', '150']
};

function readAgain(instrument: ExportedInstrument) {
	const read = readInstrument(toInstrumentCells(instrument), {
		timeZone: 'Asia/Shanghai',
		subjects: new Map([
			['材料科学', '430'],
			['化学', '150']
		])
	});
	if (!('entry' in read)) throw new Error(JSON.stringify(read.refusals));
	return { source_key: read.entry.source_key, ...read.entry.record };
}

describe('toInstrumentCells', () => {
	it('is read by the importer as the same instrument', () => {
		expect(readAgain(INSTRUMENT)).toMatchObject(INSTRUMENT);
	});

	it.each([0, 1, 10_000, 1_000_000, 50_000_000, 999_999_999_999])(
		'keeps a worth of %d fen to the fen',
		(worth_fen) => {
			expect(readAgain({ ...INSTRUMENT, worth_fen })).toMatchObject({ worth_fen });
		}
	);
});
