import { writeWorkbook, type Cell } from '#lib/export/workbook.ts';
import { roundTo2 } from '#lib/ledger/rates.ts';
import { COUNTS, INCOMES } from './benefit-score.ts';
import { benefitGrade } from './benefit-words.ts';
import type { Benefit, Benefits } from './queries.server.ts';

/*
 * The form as a workbook, in Chinese as it is handed in. It says by which rule set, ledger and entries it
 * was reckoned, and nothing of when it was asked for.
 */

const FORMAT = 'yixiang-benefit-form/1';
const LIST_FORMAT = 'yixiang-benefit-list/1';

const ENTRIES: Record<(typeof COUNTS)[number] | (typeof INCOMES)[number], string> = {
	people_qualified: '获得独立操作资格人数',
	people_supervised: '在指导下完成部分测试人数',
	people_shown: '参加演示实验人数',
	awards_national: '国家、国际级奖（含发明专利）',
	awards_provincial: '省部级奖',
	awards_school: '校级奖',
	core_papers: '核心刊物论文',
	external_income_fen: '校外服务收入（元）',
	internal_income_fen: '校内服务收入（元）',
	functions_original: '原有功能数',
	functions_used: '利用功能数',
	functions_new: '新增功能数'
};

type Described = { name: string; source_key: string; model: string | null };

export function writeBenefitFile(
	instrument: Described,
	benefit: Benefit
): AsyncGenerator<Uint8Array> {
	const { sheet, hours, entered, rules, window } = benefit;
	const entries: Cell[][] = [...COUNTS, ...INCOMES].map((name) => [
		ENTRIES[name],
		entered === null ? null : name.endsWith('_fen') ? entered[name] / 100 : entered[name]
	]);
	return writeWorkbook([
		{
			name: '效益评价表',
			columns: [
				{ title: '项目', width: 24 },
				{ title: '权重（%）', width: 12 },
				{ title: '得分', width: 12 },
				{ title: '计入总分', width: 12 }
			],
			rows: [
				...sheet.items.map(({ name, weight, score, points }): Cell[] => [
					name,
					weight,
					score,
					points
				]),
				['总分', null, null, sheet.total],
				['等级', null, null, sheet.grade === null ? null : benefitGrade(sheet.grade, 'zh')]
			]
		},
		{
			name: '填报数据',
			columns: [
				{ title: '内容', width: 32 },
				{ title: '数值', width: 14 }
			],
			rows: [
				['有效机时 E（小时，取自台账）', roundTo2(hours.used)],
				['定额机时 T（小时）', hours.rated],
				...entries,
				['说明', entered?.note ?? null]
			]
		},
		{
			name: 'about',
			columns: [
				{ title: 'field', width: 20 },
				{ title: 'value', width: 70 }
			],
			rows: [
				['format', FORMAT],
				['instrument', instrument.name],
				['number', instrument.source_key],
				['model', instrument.model],
				['from', window.from],
				['to', window.to],
				['zone', 'Asia/Shanghai'],
				['rule_set', `${rules.code}/${rules.version}`],
				['basis', rules.basis.join('；')],
				['entries_version', entered?.version ?? null],
				['as_of', benefit.asOf],
				['ledger_digest', benefit.digest]
			]
		}
	]);
}

/** The sheets of many instruments, a row for each, read as it is written. */
export function writeBenefitList(
	benefits: Benefits,
	platform: string | null
): AsyncGenerator<Uint8Array> {
	const { items, rules, window } = benefits;
	async function* rows(): AsyncGenerator<Cell[]> {
		for await (const {
			name,
			source_key,
			platform: host,
			hours,
			entered,
			sheet
		} of benefits.all()) {
			yield [
				host.name,
				name,
				source_key,
				roundTo2(hours.used),
				hours.rated,
				...sheet.items.map(({ points }) => points),
				sheet.total,
				sheet.grade === null ? null : benefitGrade(sheet.grade, 'zh'),
				entered?.version ?? null
			];
		}
	}
	return writeWorkbook([
		{
			name: '效益评价汇总',
			columns: [
				{ title: '平台', width: 28 },
				{ title: '仪器', width: 28 },
				{ title: '仪器编号', width: 18 },
				{ title: '有效机时 E（小时）', width: 16 },
				{ title: '定额机时 T（小时）', width: 16 },
				...items.map(({ name }) => ({ title: name, width: 14 })),
				{ title: '总分', width: 10 },
				{ title: '等级', width: 10 },
				{ title: '填报版次', width: 10 }
			],
			rows: rows()
		},
		{
			name: 'about',
			columns: [
				{ title: 'field', width: 20 },
				{ title: 'value', width: 70 }
			],
			rows: [
				['format', LIST_FORMAT],
				['platform', platform],
				['from', window.from],
				['to', window.to],
				['zone', 'Asia/Shanghai'],
				['rule_set', `${rules.code}/${rules.version}`],
				['basis', rules.basis.join('；')],
				['as_of', benefits.asOf],
				['ledger_digest', benefits.digest]
			]
		}
	]);
}
