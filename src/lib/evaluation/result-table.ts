import { BYTE_ORDER_MARK, formatCsvLine } from '#lib/export/csv-line.ts';
import { writeWorkbook, type Cell } from '#lib/export/workbook.ts';
import { encode } from '#lib/server/stream-of.ts';
import type { ResultDocument, ResultPlatform } from './result-document.ts';

/*
 * A result as a file. Each form says of which version it is and what its digest is, and nothing of
 * when it was asked for, so that the same version is the same bytes for everybody and later. The
 * digest is of the JSON; tables are for reading.
 */

type Result = { digest: string; text: string; document: ResultDocument };

type Column = {
	name: string;
	width: number;
	zh: string;
	en: string;
	read: (platform: ResultPlatform) => Cell;
};

const PLATFORM_COLUMNS: Column[] = [
	column('place', 8, '名次', 'Place', ({ place }) => place),
	column('id', 38, '平台编号', 'Id of the platform', ({ id }) => id),
	column('name', 30, '平台', 'Platform', ({ name }) => name),
	column('name_en', 30, '平台英文名称', 'Its English name', (platform) => platform.name_en),
	column('organisation', 30, '依托单位', 'Host organisation', (platform) => platform.organisation),
	column(
		'organisation_en',
		30,
		'依托单位英文名称',
		'Its English name',
		(platform) => platform.organisation_en
	),
	column('city', 12, '所在市', 'City', ({ city }) => city),
	column(
		'designation',
		12,
		'平台类别',
		'Kind of the designation by which it takes part',
		(platform) => platform.designation
	),
	column('level', 12, '级别', 'Level of the designation', ({ level }) => level),
	column(
		'document_no',
		20,
		'认定文号',
		'Document of the designation',
		({ document_no: number }) => number
	),
	column('grade', 12, '等级', 'Grade: excellent, good, qualified, poor', ({ grade }) => grade),
	column('total', 10, '总分（百分制）', 'Points of a hundred reachable', ({ total }) =>
		toNumber(total)
	),
	column('points', 10, '得分', 'Points reached', ({ points }) => toNumber(points)),
	column('reachable', 10, '可得分', 'Points that could be computed', ({ reachable }) =>
		toNumber(reachable)
	),
	column(
		'grade_by_points',
		16,
		'按总分的等级',
		'Grade by the total alone',
		(platform) => platform.grade_by_points
	),
	column('vetoes', 18, '降等原因', 'What lowers the grade: falsified, refusals', ({ vetoes }) =>
		vetoes.join(' ')
	),
	column(
		'ungraded',
		18,
		'未评等级的原因',
		'Why there is no grade: weights_unknown, no_bands, too_little_known',
		({ ungraded }) => ungraded
	)
];

const SCORE_PARTS = [
	['value', 'value', '指标值', 'value'],
	['sample', 'sample', '样本数', 'records, instruments or ratings it comes from'],
	['taken_value', 'taken', '采用值', 'value as taken, few drawn to the mean'],
	['score', 'score', '评分', 'score of a hundred'],
	['points', 'points', '得分', 'points']
] as const;

function column(name: string, width: number, zh: string, en: string, read: Column['read']): Column {
	return { name, width, zh, en, read };
}

function toNumber(figure: string | null): number | null {
	return figure === null ? null : Number(figure);
}

/** A line for each platform, and five columns for each indicator. */
function columnsOf({ rule_set: rules }: ResultDocument): Column[] {
	const ofIndicators = rules.indicators.flatMap(({ code, name, name_en: nameEn }) =>
		SCORE_PARTS.map(([part, ending, zh, en]) =>
			column(`${code}_${ending}`, 11, `${name}：${zh}`, `${nameEn}: ${en}`, ({ scores }) => {
				const figure = scores[code]?.[part] ?? null;
				return typeof figure === 'string' ? Number(figure) : figure;
			})
		)
	);
	return [...PLATFORM_COLUMNS, ...ofIndicators];
}

function headOf({ digest, document }: Result): Record<string, string | number | null> {
	const { cycle, rule_set: rules } = document;
	return {
		format: 'yixiang-evaluation-table/1',
		digest,
		code: cycle.code,
		version: document.version,
		stage: document.stage,
		reason: document.reason,
		name: cycle.name,
		name_en: cycle.name_en,
		window_from: cycle.window_from,
		window_until: cycle.window_until,
		zone: cycle.time_zone,
		city: cycle.city,
		policy_class: cycle.policy_class,
		designation_kind: cycle.designation_kind,
		rule_set: rules.code,
		rule_set_version: rules.version,
		as_of: document.as_of,
		input_hash: document.input_hash
	};
}

/** The digest, and the document as it stands in the database. */
function toJson({ digest, text }: Result): string {
	return `{"digest":"${digest}","document":${text}}\n`;
}

/** What it is of, one pair a line; an empty line; the platforms below their heads. */
function* toCsv(result: Result): Generator<string> {
	const line = (cells: readonly Cell[]) => formatCsvLine(cells.map((cell) => String(cell ?? '')));
	const columns = columnsOf(result.document);
	yield (
		BYTE_ORDER_MARK +
		Object.entries(headOf(result))
			.map((pair) => line(pair))
			.join('') +
		`\r\n${line(columns.map(({ name }) => name))}`
	);
	for (const platform of result.document.platforms) {
		yield line(columns.map(({ read }) => read(platform)));
	}
}

function toWorkbook(result: Result): AsyncGenerator<Uint8Array> {
	const columns = columnsOf(result.document);
	return writeWorkbook([
		{
			name: 'results',
			columns: columns.map(({ name, width }) => ({ title: name, width })),
			rows: result.document.platforms.map((platform) => columns.map(({ read }) => read(platform)))
		},
		{
			name: 'about',
			columns: [
				{ title: 'field', width: 20 },
				{ title: 'value', width: 70 }
			],
			rows: Object.entries(headOf(result))
		},
		{
			name: 'indicators',
			columns: [
				{ title: 'code', width: 8 },
				{ title: 'name', width: 40 },
				{ title: 'name_en', width: 50 },
				{ title: 'weight', width: 10 },
				{ title: 'source', width: 14 },
				{ title: 'formula', width: 24 }
			],
			rows: result.document.rule_set.indicators.map((indicator) => [
				indicator.code,
				indicator.name,
				indicator.name_en,
				toNumber(indicator.weight),
				indicator.source,
				indicator.formula
			])
		},
		{
			name: 'dictionary',
			columns: [
				{ title: 'column', width: 22 },
				{ title: '含义', width: 60 },
				{ title: 'meaning', width: 70 }
			],
			rows: columns.map(({ name, zh, en }) => [name, zh, en])
		}
	]);
}

export const RESULT_FORMS = {
	json: { type: 'application/json', write: (result: Result) => encode([toJson(result)]) },
	csv: { type: 'text/csv; charset=utf-8', write: (result: Result) => encode(toCsv(result)) },
	xlsx: {
		type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
		write: toWorkbook
	}
} as const;
