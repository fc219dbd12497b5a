import type { Database } from '#lib/database.types.ts';
import { roundTo, toList, type Field } from './field.ts';

/* Type 4 of the national register, 单台套仪器 (reference 2.2), in the order of its files. */

export type NriiInstrument = Database['public']['CompositeTypes']['nrii_instrument'];

/** What a carrier is called by its code; 4 is none. */
export const CARRIERS = {
	1: '科学仪器中心',
	2: '重大科研基础设施',
	4: '无',
	6: '国家重点实验室',
	7: '国家工程技术研究中心',
	8: '生物种质资源库馆'
} as const;

const NONE = '无';

/** From 国家重点实验室 on, the name goes to `resourceName` and `instrBelongsName` says 无. */
const FIRST_WITH_RESOURCE_NAME = 6;

/**
 * The register wants a class of level 3. Its digits do not say it: every `xx9900` is both a class of
 * level 2 and its own "other" of level 3 (trap 5), so the level that is kept beside the code decides.
 */
function isOfLevel3({ class_scheme, class_level }: NriiInstrument): boolean {
	return class_scheme === 'nrii-2019' && class_level === 3;
}

/** Fen as 万元 with two decimals. */
function tenThousandYuan(fen: number | null): number | null {
	return fen === null ? null : roundTo(fen / 1_000_000, 2);
}

const hours = (minutes: number | null) => roundTo((minutes ?? 0) / 60, 2);

export const INSTRUMENT_FIELDS: readonly Field<NriiInstrument>[] = [
	{
		name: 'insCode',
		zh: '所属单位标识，由国家网络管理平台分配',
		en: 'Code of the unit, assigned by the register',
		width: 20,
		read: (row) => row.ins_code,
		isNeeded: true
	},
	{
		name: 'innerId',
		zh: '所在单位仪器编号',
		en: 'Number of the instrument in its unit',
		width: 24,
		read: (row) => row.inner_id,
		longest: 50,
		isNeeded: true
	},
	{
		name: 'insideDepart',
		zh: '所属单位内部门',
		en: 'Department within the unit',
		width: 20,
		read: (row) => row.department
	},
	{
		name: 'cname',
		zh: '仪器名称',
		en: 'Name',
		width: 32,
		read: (row) => row.name,
		longest: 100,
		isNeeded: true
	},
	{
		name: 'ename',
		zh: '英文名称',
		en: 'English name',
		width: 32,
		read: (row) => row.name_en,
		longest: 100
	},
	{
		name: 'instrBelongsType',
		zh: '所属资源载体：1 科学仪器中心，2 重大科研基础设施，6 国家重点实验室，7 国家工程技术研究中心，8 生物种质资源库馆，或“无”',
		en: 'Carrier it belongs to: 1, 2, 6, 7, 8, or 无 for none',
		width: 12,
		read: (row) => (row.carrier_type === 4 ? NONE : row.carrier_type),
		isNeeded: true
	},
	{
		name: 'instrBelongsName',
		zh: '载体名称；类型为 6 至 8 时写“无”',
		en: 'Name of the carrier; 无 for types 6 to 8',
		width: 24,
		read: ({ carrier_type, carrier_name }) =>
			carrier_type !== null && carrier_type < FIRST_WITH_RESOURCE_NAME
				? (carrier_name ?? NONE)
				: NONE
	},
	{
		name: 'resourceName',
		zh: '类型为 6 至 8 时的载体名称',
		en: 'Name of the carrier for types 6 to 8',
		width: 24,
		read: ({ carrier_type, carrier_name }) =>
			carrier_type !== null && carrier_type >= FIRST_WITH_RESOURCE_NAME ? carrier_name : NONE
	},
	{
		name: 'instrCategory',
		zh: '仪器设备分类编码（nrii-2019 小类，6 位）',
		en: 'Class of level 3 of nrii-2019, six digits',
		width: 12,
		read: (row) => row.class_code,
		isNeeded: true,
		isValid: isOfLevel3
	},
	{
		name: 'instrSource',
		zh: '仪器设备来源：购置、研制、赠送、其他',
		en: 'How it was acquired',
		width: 10,
		read: (row) => row.acquired_by,
		isNeeded: true,
		pattern: /^(购置|研制|赠送|其他)$/
	},
	{
		name: 'instrSupervise',
		zh: '海关监管情况：是、否',
		en: 'Under customs supervision: 是 yes, 否 no',
		width: 10,
		read: ({ under_customs }) => (under_customs === null ? null : under_customs ? '是' : '否'),
		isNeeded: true
	},
	{
		name: 'worth',
		zh: '原值（万元，两位小数）',
		en: 'Original value in 10,000 yuan, two decimals',
		width: 12,
		read: (row) => tenThousandYuan(row.worth_fen),
		isNeeded: true
	},
	{
		name: 'nation',
		zh: '产地国别',
		en: 'Country of origin',
		width: 12,
		read: (row) => row.origin_country,
		isNeeded: true
	},
	{
		name: 'manufacturer',
		zh: '生产制造商',
		en: 'Manufacturer',
		width: 24,
		read: (row) => row.manufacturer,
		longest: 50,
		isNeeded: true
	},
	{
		name: 'beginDate',
		zh: '启用（建账）日期',
		en: 'In service from',
		width: 12,
		read: (row) => row.in_service_on,
		isNeeded: true
	},
	{
		name: 'type',
		zh: '仪器设备类别：通用、专用',
		en: 'General (通用) or special (专用)',
		width: 8,
		read: (row) => row.asset_kind,
		isNeeded: true
	},
	{
		name: 'instrVersion',
		zh: '规格型号',
		en: 'Model',
		width: 20,
		read: (row) => row.model,
		longest: 100,
		isNeeded: true
	},
	{
		name: 'technical',
		zh: '主要技术指标',
		en: 'Technical specification',
		width: 40,
		read: (row) => row.technical,
		longest: 500,
		isNeeded: true
	},
	{
		name: 'function',
		zh: '主要功能',
		en: 'Functions',
		width: 40,
		read: (row) => row.functions,
		longest: 300,
		isNeeded: true
	},
	{
		name: 'subject',
		zh: '主要学科领域（GB/T 13745 一级学科代码，至多 4 个）',
		en: 'Subjects, at most four codes of GB/T 13745',
		width: 16,
		read: (row) => toList(row.subject_codes),
		most: 4,
		isNeeded: true,
		pattern: /^\d{3}(,\d{3})*$/
	},
	{
		name: 'serviceContent',
		zh: '服务内容',
		en: 'Service offered',
		width: 40,
		read: (row) => row.service_content,
		longest: 200,
		isNeeded: true
	},
	{
		name: 'achievement',
		zh: '服务典型成果；平台现在要求写“无”',
		en: 'Typical results; the register now wants 无',
		width: 8,
		read: () => NONE
	},
	{
		name: 'requirement',
		zh: '对外开放共享规定',
		en: 'Rules of sharing',
		width: 40,
		read: (row) => row.sharing_rules,
		longest: 500,
		isNeeded: true
	},
	{
		name: 'fee',
		zh: '参考收费标准',
		en: 'Prices',
		width: 40,
		read: (row) => row.fee_note,
		longest: 500,
		isNeeded: true
	},
	{
		name: 'serviceUrl',
		zh: '预约服务网址（本平台的预约页）',
		en: 'Where it is booked: the page of this site',
		width: 40,
		read: ({ id }, { origin }) => `${origin}/instruments/${id ?? ''}/book`,
		longest: 100,
		isNeeded: true
	},
	{
		name: 'runMachine',
		zh: '年总运行机时（小时）：统计年度的有效机时 E',
		en: 'Hours run in the year: effective hours E',
		width: 12,
		read: (row) => hours(row.used_minutes)
	},
	{
		name: 'serviceMachine',
		zh: '年服务机时（小时）：统计年度的对外服务机时 S',
		en: 'Hours served in the year: external hours S',
		width: 12,
		read: (row) => hours(row.shared_minutes)
	},
	{
		name: 'funds',
		zh: '主要购置经费来源：中央财政资金、地方财政资金、单位自有资金、其他资金',
		en: 'Where the money came from',
		width: 24,
		read: (row) => toList(row.funds),
		isNeeded: true,
		pattern:
			/^(中央财政资金|地方财政资金|单位自有资金|其他资金)(,(中央财政资金|地方财政资金|单位自有资金|其他资金))*$/
	},
	{
		name: 'province',
		zh: '安放地址：省',
		en: 'Where it stands: province',
		width: 12,
		read: (row) => row.province,
		isNeeded: true
	},
	{
		name: 'city',
		zh: '安放地址：市',
		en: 'Where it stands: city',
		width: 12,
		read: (row) => row.city,
		isNeeded: true
	},
	{
		name: 'county',
		zh: '安放地址：区县',
		en: 'Where it stands: county',
		width: 12,
		read: (row) => row.county,
		isNeeded: true
	},
	{
		name: 'street',
		zh: '安放地址：街道门牌',
		en: 'Where it stands: street',
		width: 32,
		read: (row) => row.street,
		longest: 100,
		isNeeded: true
	},
	{
		name: 'contact',
		zh: '联系人',
		en: 'Contact',
		width: 12,
		read: (row) => row.contact_name,
		longest: 20,
		isNeeded: true
	},
	{
		name: 'phone',
		zh: '联系电话',
		en: 'Telephone',
		width: 16,
		read: (row) => row.contact_phone,
		longest: 20,
		isNeeded: true
	},
	{
		name: 'email',
		zh: '电子邮箱',
		en: 'Mail address',
		width: 24,
		read: (row) => row.contact_email,
		longest: 50,
		isNeeded: true
	},
	{
		name: 'address',
		zh: '通信地址',
		en: 'Postal address',
		width: 32,
		read: (row) => row.address,
		longest: 100,
		isNeeded: true
	},
	{
		name: 'postalcode',
		zh: '邮政编码（6 位）',
		en: 'Postal code, six digits',
		width: 10,
		read: (row) => row.postal_code,
		isNeeded: true,
		pattern: /^\d{6}$/
	},
	{
		name: 'image',
		zh: '图片地址，没有时写“无”',
		en: 'Address of a picture, or 无',
		width: 40,
		read: ({ picture }, { origin }) => (picture === null ? NONE : `${origin}${picture}`)
	}
];
