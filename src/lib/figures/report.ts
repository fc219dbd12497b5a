import type { Database } from '#lib/database.types.ts';
import { sharingRate, utilisationRate } from '#lib/ledger/rates.ts';

/* What a report of usage says of each group: the columns of its files, in their order. */

export type ReportRow = Database['public']['CompositeTypes']['usage_report_row'];

export const GROUPINGS = [
	'platform',
	'instrument',
	'month',
	'class',
	'organisation',
	'city',
	'purpose'
] as const;
export type Grouping = (typeof GROUPINGS)[number];

/** Of the columns and how they are reckoned. */
export const DEFINITION = 'yixiang-figures/1';

type Value = string | number | null;

type Column = {
	name: string;
	width: number;
	read: (row: ReportRow) => Value;
	zh: string;
	en: string;
};

const count = (
	name: Exclude<keyof ReportRow, 'is_suppressed'>,
	zh: string,
	en: string,
	read: Column['read'] = (row) => row[name]
): Column => ({ name, width: 14, read, zh, en });

const hours = (minutes: number | null) => (minutes === null ? null : round(minutes / 60, 4));
const yuan = (fen: number | null) => (fen === null ? null : round(fen / 100, 2));

function round(value: number, digits: number): number {
	return Number(`${Math.round(Number(`${value}e${digits}`))}e-${digits}`);
}

/** 利用率; null where a group is not of instruments, so that no hours are rated. */
export function utilisationOf({ used_minutes, rated_minutes }: ReportRow): number | null {
	return used_minutes === null || rated_minutes === null
		? null
		: utilisationRate(used_minutes, rated_minutes);
}

/** 共享率. */
export function sharingOf({ used_minutes, shared_minutes }: ReportRow): number | null {
	return used_minutes === null || shared_minutes === null
		? null
		: sharingRate(shared_minutes, used_minutes);
}

/** The share of startups and makerspaces in all effective hours. */
export function startupShareOf({ used_minutes, startup_minutes }: ReportRow): number | null {
	return used_minutes === null || startup_minutes === null
		? null
		: sharingRate(startup_minutes, used_minutes);
}

/** What stands in place of a count that is too small to be told. */
const TOO_FEW = '<3';

export const COLUMNS: readonly Column[] = [
	{
		name: 'key',
		width: 38,
		read: (row) => row.key,
		zh: '分组的标识；“-”表示未填写',
		en: 'What identifies the group; "-" where nothing is stated'
	},
	{
		name: 'name',
		width: 32,
		read: (row) => row.name,
		zh: '现用名称',
		en: 'Its name as registered today'
	},
	{
		name: 'name_en',
		width: 32,
		read: (row) => row.name_en,
		zh: '英文名称',
		en: 'Its English name'
	},
	count(
		'organisations',
		'服务的单位数（去重）；少于 3 家时写作 <3，其余数字不公布',
		'Distinct organisations served; <3 where they are too few, and nothing else is told',
		(row) => (row.is_suppressed === true ? TOO_FEW : row.organisations)
	),
	count(
		'shared_organisations',
		'其中计入共享的单位数',
		'Those of them whose service counts as shared'
	),
	count('records', '计入的服务记录数', 'Service records that count'),
	count(
		'dropped',
		'不计入的记录数（爽约、维护、未收费校准、取消、作废）',
		'Records that do not count: missed, maintenance, calibration without charge, cancelled, voided'
	),
	count(
		'flagged',
		'带核查标记的记录数（仍计入）',
		'Records flagged for audit, which count all the same'
	),
	count('backfilled', '补录的记录数', 'Records entered afterwards'),
	{
		name: 'reserved_hours',
		width: 14,
		read: (row) => hours(row.reserved_minutes),
		zh: '预约机时，所记录服务的预约时长之和',
		en: 'Reserved hours of the services on record'
	},
	{
		name: 'used_hours',
		width: 14,
		read: (row) => hours(row.used_minutes),
		zh: '有效机时 E：每台仪器实际使用时段的并集',
		en: 'Effective hours E: the union of use of each instrument'
	},
	{
		name: 'shared_hours',
		width: 14,
		read: (row) => hours(row.shared_minutes),
		zh: '对外服务机时 S：计入共享的使用时段的并集',
		en: 'External hours S: the union of use that counts as shared'
	},
	{
		name: 'startup_hours',
		width: 14,
		read: (row) => hours(row.startup_minutes),
		zh: 'S 中众创空间和创业企业的机时',
		en: 'Those of S of makerspaces and startups'
	},
	count('instruments', '范围内在用仪器台数 N', 'Instruments in scope and in service, N'),
	count('instrument_days', '这些仪器在用的天数之和', 'Days that these instruments were in service'),
	{
		name: 'rated_hours',
		width: 14,
		read: (row) => hours(row.rated_minutes),
		zh: '定额机时 T：按在用天数折算，利用率的分母',
		en: 'Rated hours T by days in service, the denominator of utilisation'
	},
	{
		name: 'utilisation_percent',
		width: 14,
		read: utilisationOf,
		zh: '利用率 = E ÷ T × 100',
		en: 'Utilisation = E / T × 100'
	},
	{
		name: 'sharing_percent',
		width: 14,
		read: sharingOf,
		zh: '共享率 = S ÷ E × 100',
		en: 'Sharing rate = S / E × 100'
	},
	{
		name: 'startup_percent',
		width: 14,
		read: startupShareOf,
		zh: '众创空间和创业企业机时 ÷ E × 100',
		en: 'Hours of makerspaces and startups / E × 100'
	},
	count(
		'hours',
		'各记录机时之和；多个单元同时使用时大于 E',
		'Sum of the hours of records; more than E where several ran at once'
	),
	count('samples', '样品数', 'Samples'),
	count('requests', '数据服务次数', 'Requests of data'),
	count('megabytes', '数据量（MB）', 'Data in MB'),
	count('pages', '文献页数', 'Pages of literature'),
	count('items', '文献篇数', 'Items of literature'),
	count('services', '技术与孵化服务次数', 'Technical and incubation services'),
	{
		name: 'list_price_yuan',
		width: 16,
		read: (row) => yuan(row.list_price_fen),
		zh: '公开价合计（元）',
		en: 'At public prices, in yuan'
	},
	{
		name: 'charged_yuan',
		width: 16,
		read: (row) => yuan(row.charged_fen),
		zh: '应收合计（元）',
		en: 'Charged, in yuan'
	},
	count('unpriced', '没有金额的记录数', 'Records that state no charge'),
	count(
		'other_currency',
		'以其他货币计价、未计入金额的记录数',
		'Records in another currency, whose amounts are left out'
	)
];

/** The cells of a row, in the order of the columns. */
export function toCells(row: ReportRow): Value[] {
	return COLUMNS.map(({ read }) => read(row));
}
