import { readFigures, type AnnualFigures } from './annual-figures.ts';
import { HEADINGS, type Heading } from './report-schema.ts';

/* A report as Markdown, in Chinese as it is handed in; of an issued version always the same bytes. */

const HEADINGS_ZH: Record<Heading, string> = {
	implementation: '政策落实',
	measures: '创新举措',
	results: '发展成效',
	problems: '存在问题'
};
const CLASSES_ZH: Record<string, string> = {
	makerspace: '众创空间',
	startup: '创业企业',
	other_external: '其他外部用户',
	internal: '本单位用户'
};
const NUMERALS = ['一', '二', '三', '四'];

export function writeMarkdown(
	report: Record<Heading, string | null> & {
		city: string | null;
		year: number;
		version: number;
		figures: AnnualFigures;
	}
): string {
	const { figures } = report;
	const read = readFigures(figures);
	const table = [
		['指标', '数值'],
		['---', '---:'],
		['开放平台', String(figures.platforms)],
		['在用仪器（台套）', String(figures.total.instruments)],
		['服务单位（去重）', String(figures.total.organisations)],
		['有效机时 E（小时）', String(read.used)],
		['对外服务机时 S（小时）', String(read.shared)],
		['其中众创空间和创业企业（小时）', String(read.startup)],
		['利用率', `${read.utilisation}%`],
		['共享率', `${read.sharing}%`],
		['科学数据提供（次）', String(figures.total.requests)],
		['科技文献提供（篇）', String(figures.total.items)],
		['技术与孵化服务（次）', String(figures.total.services)],
		['在线数据与文献：查看（次，按会话去重）', String(figures.online.investigations)],
		['在线数据与文献：获取（次，按会话去重）', String(figures.online.requests)],
		['费用减免（元）', (read.reductionFen / 100).toFixed(2)],
		['预约申请答复', `${figures.requests.answered} / ${figures.requests.asked}`],
		['答复用时中位数（小时）', read.medianHours === null ? '–' : String(read.medianHours)],
		['数据与文献申请已提供', `${figures.applications.delivered} / ${figures.applications.asked}`]
	];
	const classes = toGroupTable('服务对象类别', read.classes, (key) => CLASSES_ZH[key] ?? key);
	const cities = toGroupTable('城市', read.cities, (key) => (key === '-' ? '未注明' : key));
	const sections = HEADINGS.map((heading, index) =>
		[
			`## ${NUMERALS[index] ?? ''}、${HEADINGS_ZH[heading]}`,
			report[heading] ?? '',
			...(heading === 'results'
				? [toTable(table), classes, ...(read.cities.length > 0 ? [cities] : [])]
				: [])
		].join('\n\n')
	);
	return `${[
		`# ${report.city ?? '全省'} ${report.year} 年科技资源开放共享工作报告`,
		`第 ${report.version} 版。统计时段 ${figures.from} 至 ${figures.to}（${figures.zone}），口径 ${figures.definition}，` +
			`台账截至 ${figures.as_of ?? '尚未封存'}，摘要 ${figures.ledger_digest ?? '–'}。`,
		...sections
	].join('\n\n')}\n`;
}

type Group = ReturnType<typeof readFigures>['classes'][number];

function toGroupTable(title: string, groups: Group[], nameOf: (key: string) => string): string {
	return toTable([
		[title, '单位', '服务记录', '有效机时（小时）'],
		['---', '---:', '---:', '---:'],
		...groups.map(({ key, organisations, records, used }) => [
			nameOf(key),
			String(organisations),
			String(records),
			String(used)
		])
	]);
}

function toTable(rows: string[][]): string {
	return rows.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
