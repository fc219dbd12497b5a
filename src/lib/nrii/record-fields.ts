import type { Database } from '#lib/database.types.ts';
import { roundTo, toList, type Field, type Writing } from './field.ts';

/* Type 6 of the national register, 服务记录 (reference 2.3), in the order of its files. */

export type NriiRecord = Database['public']['CompositeTypes']['nrii_record'];

/** What the register calls whom a service was for. */
const SERVICE_TYPES = {
	internal: { code: 120, label: '内部用户' },
	external: { code: 130, label: '外部用户' }
} as const;

/** Directions of the register by our purpose codes; what the policy excludes is 其他 to it. */
const DIRECTIONS: Record<string, { code: number; label: string }> = {
	'135': { code: 135, label: '科学研究' },
	'136': { code: 136, label: '科技开发' },
	'137': { code: 137, label: '教学' }
};
const OTHER = { code: 138, label: '其他' };

/** What a service of some kind is taken to have been, where nobody has said it. */
const USUAL_WAYS: Partial<Record<NonNullable<NriiRecord['kind']>, string>> = {
	instrument_time: '占用共享',
	sample_order: '委托共享'
};

const NONE = '无';

function directionOf({ purpose_code }: NriiRecord) {
	return purpose_code === null ? null : (DIRECTIONS[purpose_code] ?? OTHER);
}

function inWording(
	known: { code: number; label: string } | null,
	{ wording }: Writing
): string | number | null {
	return known === null ? null : known[wording === 'codes' ? 'code' : 'label'];
}

const namesPeople = (_: NriiRecord, writing: Writing) => writing.namesPeople;

export const RECORD_FIELDS: readonly Field<NriiRecord>[] = [
	{
		name: 'insCode',
		zh: '所属单位标识，由国家网络管理平台分配',
		en: 'Code of the unit, assigned by the register',
		width: 20,
		read: (row) => row.ins_code,
		isNeeded: true
	},
	{
		name: 'recordInnerId',
		zh: '服务记录编号；更正后不变',
		en: 'Number of the record, the same after corrections',
		width: 38,
		read: (row) => row.inner_id,
		isNeeded: true
	},
	{
		name: 'innerId',
		zh: '所在单位仪器编号',
		en: 'Number of the instrument in its unit',
		width: 24,
		read: (row) => row.instrument_inner_id,
		longest: 50,
		isNeeded: true
	},
	{
		name: 'amounts',
		zh: '服务金额（元）',
		en: 'Charged, in yuan',
		width: 12,
		// An amount in another currency is none that the register knows.
		read: ({ charged_fen, currency }) =>
			charged_fen === null || currency !== 'CNY' ? null : roundTo(charged_fen / 100, 2),
		isNeeded: true
	},
	{
		name: 'serviceTime',
		zh: '实际服务时间（小时，一位小数）',
		en: 'Time of the service in hours, one decimal',
		width: 12,
		read: ({ service_hours }) => roundTo(service_hours ?? 0, 1)
	},
	{
		name: 'endTime',
		zh: '服务结束时间（北京时间，年-月-日 时）',
		en: 'End of the service to the hour, in Asia/Shanghai',
		width: 16,
		read: (row) => row.end_hour,
		isNeeded: true
	},
	{
		name: 'serviceAmount',
		zh: '服务量（小时数或样品数）',
		en: 'Amount of service: hours or samples',
		width: 12,
		read: ({ quantity }) => (quantity === null ? null : roundTo(quantity, 4)),
		isNeeded: true
	},
	{
		name: 'serviceContent',
		zh: '实际服务内容',
		en: 'What was done',
		width: 40,
		read: (row) => row.content,
		longest: 200,
		isNeeded: true
	},
	{
		name: 'serviceWay',
		zh: '服务方式：占用共享、技术共享、委托共享、远程共享、其他；未填写时，上机为占用共享，送样为委托共享',
		en: 'Way of service, in labels; where not stated, by use 占用共享, by sample 委托共享',
		width: 16,
		read: ({ service_ways, kind }) =>
			toList(service_ways) ?? (kind === null ? null : (USUAL_WAYS[kind] ?? null)),
		isNeeded: true
	},
	{
		name: 'subjectName',
		zh: '课题名称；记录未写课题时为“无”',
		en: 'Project; 无 where the record names none',
		width: 32,
		read: ({ subject_name }) => subject_name ?? NONE,
		longest: 200
	},
	{
		name: 'subjectIncome',
		zh: '课题经费来源（至多 4 个）；没有课题时为“无”',
		en: 'Funds of the project, at most four labels; 无 without a project',
		width: 24,
		read: ({ subject_incomes, subject_name }) =>
			toList(subject_incomes) ?? (subject_name === null ? NONE : null),
		most: 4,
		isNeeded: true
	},
	{
		name: 'subjectArea',
		zh: '课题主要学科领域（GB/T 13745，至多 4 个）；未填写时取仪器的学科领域',
		en: 'Subjects of the project, at most four; those of the instrument where not stated',
		width: 16,
		read: (row) => toList(row.subject_areas),
		most: 4,
		isNeeded: true,
		pattern: /^\d{3}(,\d{3})*$/
	},
	{
		name: 'subjectContent',
		zh: '课题研究内容',
		en: 'What the project is about',
		width: 32,
		read: (row) => row.subject_content,
		longest: 200
	},
	{
		name: 'applicant',
		zh: '申请人（个人信息，只有平台管理员导出的文件中有）',
		en: 'Applicant: personal, only in the files of managers',
		width: 12,
		read: (row) => row.applicant,
		longest: 20,
		isNeeded: namesPeople
	},
	{
		name: 'applicantPhone',
		zh: '申请人电话（个人信息，只有平台管理员导出的文件中有）',
		en: 'Telephone of the applicant: personal, only in the files of managers',
		width: 16,
		read: (row) => row.applicant_phone,
		longest: 20,
		isNeeded: namesPeople
	},
	{
		name: 'applicantEmail',
		zh: '申请人邮箱（个人信息，只有平台管理员导出的文件中有）',
		en: 'Mail address of the applicant: personal, only in the files of managers',
		width: 24,
		read: (row) => row.applicant_email,
		longest: 50,
		isNeeded: namesPeople
	},
	{
		name: 'applicantUnit',
		zh: '申请人单位；超过 100 字时截断，与国家平台的客户端一致',
		en: 'Organisation of the applicant; cut at 100 characters, as the clients of the register do',
		width: 32,
		read: (row) => row.applicant_unit,
		longest: 100,
		isCut: true,
		isNeeded: true
	},
	{
		name: 'comment',
		zh: '用户评价及意见：非常满意、基本满意、一般、不满意、极差',
		en: 'Rating by the user, in labels',
		width: 12,
		read: (row) => row.user_comment
	},
	{
		name: 'serviceType',
		zh: '服务对象：120 内部用户，130 外部用户',
		en: 'Whom it was for: 120 internal, 130 external',
		width: 12,
		read: ({ is_internal }, writing) =>
			inWording(is_internal === true ? SERVICE_TYPES.internal : SERVICE_TYPES.external, writing)
	},
	{
		name: 'serviceDirection',
		zh: '服务类型：135 科学研究，136 科技开发，137 教学，138 其他',
		en: 'What it was for: 135 research, 136 development, 137 teaching, 138 other',
		width: 12,
		read: (row, writing) => inWording(directionOf(row), writing),
		isNeeded: true
	},
	{
		name: 'record',
		zh: '补税记录；服务类型为其他时必填',
		en: 'Record of tax paid; needed where the direction is other',
		width: 24,
		read: (row) => row.tax_record,
		longest: 100,
		isNeeded: (row) => directionOf(row) === OTHER
	},
	{
		name: 'adressType',
		zh: '是否单位内使用：0 内，1 外（字段名为国家平台原文）',
		en: 'Used within the unit: 0 yes, 1 no (spelt as the register does)',
		width: 10,
		read: ({ is_off_site }) => (is_off_site === true ? 1 : 0)
	},
	{
		name: 'moveAddress',
		zh: '单位外使用时的地址',
		en: 'Where it was used outside the unit',
		width: 24,
		read: (row) => row.move_address,
		isNeeded: ({ is_off_site }) => is_off_site === true
	},
	{
		name: 'serviceCode',
		zh: '非适用简易程序海关《通知书》编号',
		en: 'Number of the customs notice',
		width: 20,
		read: (row) => row.customs_notice,
		longest: 50
	},
	{
		name: 'signAgreement',
		zh: '是否签订协议：0 是，1 否',
		en: 'Agreement signed: 0 is yes, 1 is no',
		width: 10,
		read: ({ has_agreement }) => (has_agreement === true ? 0 : 1)
	},
	{
		name: 'auditStatus',
		zh: '审核状态：-1 未提交',
		en: 'State of review: -1, not submitted',
		width: 10,
		read: () => -1
	}
];
