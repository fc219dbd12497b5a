import { describe, expect, it } from 'vitest';
import { writeRow, type Field, type Wording } from './field.ts';
import { INSTRUMENT_FIELDS, type NriiInstrument } from './instrument-fields.ts';
import { RECORD_FIELDS, type NriiRecord } from './record-fields.ts';

const INSTRUMENT: NriiInstrument = {
	id: '0b9d2c44-54d1-4a9f-8a53-1f1d8e5a0001',
	platform_id: '0b9d2c44-54d1-4a9f-8a53-1f1d8e5a0002',
	ins_code: 'LN-0001',
	inner_id: 'A-17',
	department: '测试中心',
	name: '场发射扫描电子显微镜',
	name_en: 'Scanning electron microscope',
	carrier_type: 6,
	carrier_name: '材料实验室',
	class_scheme: 'nrii-2019',
	class_level: 3,
	class_code: '010102',
	acquired_by: '购置',
	under_customs: false,
	worth_fen: 123_456_789,
	origin_country: '日本',
	manufacturer: 'JEOL',
	in_service_on: '2019-05-01',
	asset_kind: '通用',
	model: 'JSM-7900F',
	technical: '分辨率 0.6 nm',
	functions: '形貌观察',
	subject_codes: ['430', '140'],
	service_content: '形貌观察与能谱分析',
	sharing_rules: '预约后使用',
	fee_note: '600 元/小时',
	used_minutes: 100,
	shared_minutes: 40,
	funds: ['中央财政资金', '单位自有资金'],
	province: '辽宁省',
	city: '沈阳市',
	county: '浑南区',
	street: '创新路 1 号',
	contact_name: '王工',
	contact_phone: '024-00000000',
	contact_email: 'lab@example.test',
	address: '沈阳市浑南区创新路 1 号',
	postal_code: '110000',
	picture: null
};

const RECORD: NriiRecord = {
	record_id: '0b9d2c44-54d1-4a9f-8a53-1f1d8e5a0003',
	inner_id: '0b9d2c44-54d1-4a9f-8a53-1f1d8e5a0003',
	starts_at: '2026-03-01T22:00:00+08:00',
	ins_code: 'LN-0001',
	instrument_id: INSTRUMENT.id,
	instrument_inner_id: 'A-17',
	instrument_name: '场发射扫描电子显微镜',
	kind: 'instrument_time',
	charged_fen: 123_450,
	currency: 'CNY',
	service_hours: 2.25,
	end_hour: '2026-03-02 00',
	quantity: 2.25,
	unit: 'hour',
	content: '断口形貌',
	service_ways: [],
	subject_name: null,
	subject_incomes: [],
	subject_areas: ['430'],
	subject_content: null,
	applicant: '本',
	applicant_phone: '13800000000',
	applicant_email: 'ben@people.test',
	applicant_unit: '辽光芯材',
	user_comment: null,
	is_internal: false,
	purpose_code: '136',
	tax_record: null,
	is_off_site: false,
	move_address: null,
	customs_notice: null,
	has_agreement: true
};

function write<Row>(
	fields: readonly Field<Row>[],
	row: Row,
	{ wording = 'labels', namesPeople = true }: { wording?: Wording; namesPeople?: boolean } = {}
) {
	const written = writeRow(fields, row, { origin: 'https://yixiang.test', wording, namesPeople });
	return {
		...written,
		wire: Object.fromEntries(fields.map(({ name }, at) => [name, written.values[at]]))
	};
}

const writeInstrument = (changes: Partial<NriiInstrument> = {}) =>
	write(INSTRUMENT_FIELDS, { ...INSTRUMENT, ...changes });
const writeRecord = (changes: Partial<NriiRecord> = {}, options?: Parameters<typeof write>[2]) =>
	write(RECORD_FIELDS, { ...RECORD, ...changes }, options);

describe('an instrument for the register (reference 2.2)', () => {
	it('has every field of type 4, in its own spelling', () => {
		const { wire, isComplete } = writeInstrument();

		expect(wire).toEqual({
			insCode: 'LN-0001',
			innerId: 'A-17',
			insideDepart: '测试中心',
			cname: '场发射扫描电子显微镜',
			ename: 'Scanning electron microscope',
			instrBelongsType: 6,
			instrBelongsName: '无',
			resourceName: '材料实验室',
			instrCategory: '010102',
			instrSource: '购置',
			instrSupervise: '否',
			worth: 123.46,
			nation: '日本',
			manufacturer: 'JEOL',
			beginDate: '2019-05-01',
			type: '通用',
			instrVersion: 'JSM-7900F',
			technical: '分辨率 0.6 nm',
			function: '形貌观察',
			subject: '430,140',
			serviceContent: '形貌观察与能谱分析',
			achievement: '无',
			requirement: '预约后使用',
			fee: '600 元/小时',
			serviceUrl: 'https://yixiang.test/instruments/0b9d2c44-54d1-4a9f-8a53-1f1d8e5a0001/book',
			runMachine: 1.67,
			serviceMachine: 0.67,
			funds: '中央财政资金,单位自有资金',
			province: '辽宁省',
			city: '沈阳市',
			county: '浑南区',
			street: '创新路 1 号',
			contact: '王工',
			phone: '024-00000000',
			email: 'lab@example.test',
			address: '沈阳市浑南区创新路 1 号',
			postalcode: '110000',
			image: '无'
		});
		expect(isComplete).toBe(true);
	});

	it.each([
		['50 万元', 50_000_000, 50],
		['half a hundred yuan, up', 100_005_000, 100.01],
		['less than that', 100_004_999, 100]
	])('is worth in 万元 with two decimals: %s', (_, worth_fen, worth) => {
		expect(writeInstrument({ worth_fen }).wire['worth']).toBe(worth);
	});

	it('is of no carrier as 无, and of a centre by its name (2.2)', () => {
		const none = writeInstrument({ carrier_type: 4, carrier_name: null }).wire;
		const centre = writeInstrument({ carrier_type: 1, carrier_name: '分析中心' }).wire;

		expect(none).toMatchObject({
			instrBelongsType: '无',
			instrBelongsName: '无',
			resourceName: '无'
		});
		expect(centre).toMatchObject({
			instrBelongsType: 1,
			instrBelongsName: '分析中心',
			resourceName: '无'
		});
	});

	it('is classed by level and code: an xx9900 of level 2 is not its own "other" (trap 5)', () => {
		const ofLevel3 = writeInstrument({ class_level: 3, class_code: '030900' });
		const ofLevel2 = writeInstrument({ class_level: 2, class_code: '030900' });

		expect(ofLevel3.issues).toEqual([]);
		expect(ofLevel2.issues).toEqual([
			{ field: 'instrCategory', problem: 'malformed', limit: null, actual: null }
		]);
	});

	it('says what is missing, too long or too many, and cuts none of it', () => {
		const { wire, issues, isComplete } = writeInstrument({
			functions: '字'.repeat(301),
			postal_code: null,
			subject_codes: ['110', '120', '130', '140', '150'],
			funds: ['横向经费']
		});

		expect(issues).toEqual([
			{ field: 'function', problem: 'too_long', limit: 300, actual: 301 },
			{ field: 'subject', problem: 'too_many', limit: 4, actual: 5 },
			{ field: 'funds', problem: 'malformed', limit: null, actual: null },
			{ field: 'postalcode', problem: 'missing', limit: null, actual: null }
		]);
		expect(wire['function']).toBe('字'.repeat(301));
		expect(isComplete).toBe(false);
	});

	it.each([
		['innerId', 'inner_id', 50],
		['cname', 'name', 100],
		['ename', 'name_en', 100],
		['manufacturer', 'manufacturer', 50],
		['instrVersion', 'model', 100],
		['technical', 'technical', 500],
		['function', 'functions', 300],
		['serviceContent', 'service_content', 200],
		['requirement', 'sharing_rules', 500],
		['fee', 'fee_note', 500],
		['street', 'street', 100],
		['contact', 'contact_name', 20],
		['phone', 'contact_phone', 20],
		['email', 'contact_email', 50],
		['address', 'address', 100]
	] as const)('takes %s up to its limit, counted in characters', (field, column, limit) => {
		// A character outside the basic plane is one, not two.
		expect(writeInstrument({ [column]: '𠮷'.repeat(limit) }).issues).toEqual([]);
		expect(writeInstrument({ [column]: '字'.repeat(limit + 1) }).issues).toEqual([
			{ field, problem: 'too_long', limit, actual: limit + 1 }
		]);
	});
});

describe('a service for the register (reference 2.3)', () => {
	it('has every field of type 6, in its own spelling', () => {
		const { wire, isComplete } = writeRecord();

		expect(wire).toEqual({
			insCode: 'LN-0001',
			recordInnerId: '0b9d2c44-54d1-4a9f-8a53-1f1d8e5a0003',
			innerId: 'A-17',
			amounts: 1234.5,
			serviceTime: 2.3,
			endTime: '2026-03-02 00',
			serviceAmount: 2.25,
			serviceContent: '断口形貌',
			serviceWay: '占用共享',
			subjectName: '无',
			subjectIncome: '无',
			subjectArea: '430',
			subjectContent: null,
			applicant: '本',
			applicantPhone: '13800000000',
			applicantEmail: 'ben@people.test',
			applicantUnit: '辽光芯材',
			comment: null,
			serviceType: '外部用户',
			serviceDirection: '科技开发',
			record: null,
			adressType: 0,
			moveAddress: null,
			serviceCode: null,
			signAgreement: 0,
			auditStatus: -1
		});
		expect(isComplete).toBe(true);
	});

	it('sends both serviceTime and serviceAmount, as numbers (trap 1)', () => {
		const samples = writeRecord({
			kind: 'sample_order',
			quantity: 12,
			unit: 'sample',
			service_hours: 3.04
		}).wire;

		expect(samples).toMatchObject({ serviceTime: 3, serviceAmount: 12, serviceWay: '委托共享' });
	});

	it('writes serviceType and serviceDirection as codes or as labels, by a switch (trap 2)', () => {
		const inCodes = writeRecord({ is_internal: true }, { wording: 'codes' }).wire;
		const inLabels = writeRecord({ is_internal: true }, { wording: 'labels' }).wire;

		expect(inCodes).toMatchObject({ serviceType: 120, serviceDirection: 136 });
		expect(inLabels).toMatchObject({ serviceType: '内部用户', serviceDirection: '科技开发' });
	});

	it.each([
		['signed', true, 0],
		['not signed', false, 1]
	])('says 0 for an agreement that was signed: %s (trap 3)', (_, has_agreement, signAgreement) => {
		expect(writeRecord({ has_agreement }).wire['signAgreement']).toBe(signAgreement);
	});

	it('writes ways, funds and ratings as labels, whatever the switch says (trap 4)', () => {
		const { wire } = writeRecord(
			{
				service_ways: ['技术共享', '远程共享'],
				subject_name: '涂层',
				subject_incomes: ['国家自然科学基金', '其他'],
				user_comment: '非常满意'
			},
			{ wording: 'codes' }
		);

		expect(wire).toMatchObject({
			serviceWay: '技术共享,远程共享',
			subjectIncome: '国家自然科学基金,其他',
			comment: '非常满意'
		});
	});

	it('needs a record of tax where the direction is 其他, and an address outside the unit', () => {
		const other = writeRecord({ purpose_code: 'filming' });
		const outside = writeRecord({ is_off_site: true });

		expect(other.wire['serviceDirection']).toBe('其他');
		expect(other.issues.map(({ field }) => field)).toEqual(['record']);
		expect(outside.wire['adressType']).toBe(1);
		expect(outside.issues.map(({ field }) => field)).toEqual(['moveAddress']);
	});

	it('cuts the unit of the applicant at a hundred characters, as its clients do, and says so', () => {
		const { wire, issues, isComplete } = writeRecord({ applicant_unit: '厂'.repeat(120) });

		expect(wire['applicantUnit']).toBe('厂'.repeat(100));
		expect(issues).toEqual([{ field: 'applicantUnit', problem: 'cut', limit: 100, actual: 120 }]);
		expect(isComplete).toBe(true);
	});

	it('lacks what nobody has said: a price in yuan, a purpose, the funds of a project', () => {
		const { issues } = writeRecord({
			currency: 'USD',
			purpose_code: null,
			subject_name: '涂层',
			content: '字'.repeat(201)
		});

		expect(issues).toEqual([
			{ field: 'amounts', problem: 'missing', limit: null, actual: null },
			{ field: 'serviceContent', problem: 'too_long', limit: 200, actual: 201 },
			{ field: 'subjectIncome', problem: 'missing', limit: null, actual: null },
			{ field: 'serviceDirection', problem: 'missing', limit: null, actual: null }
		]);
	});

	it('is complete without people in a file that names none (reference 6.5)', () => {
		const anonymous = { applicant: null, applicant_phone: null, applicant_email: null };

		expect(writeRecord(anonymous, { namesPeople: false }).issues).toEqual([]);
		expect(writeRecord(anonymous).issues.map(({ field }) => field)).toEqual([
			'applicant',
			'applicantPhone',
			'applicantEmail'
		]);
	});
});
