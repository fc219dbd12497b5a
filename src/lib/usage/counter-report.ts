/**
 * Reports in the layout of COUNTER R5.1 (PR, PR_P1, IR, IR_A1) and of its code for research data (DSR):
 * header rows, columns and spelling as they prescribe them (reference 5.1, 5.2). Written row by row.
 */
import * as v from 'valibot';
import { withFormulaGuard } from '#lib/export/csv-line.ts';
import { exceptionText } from './counter-exceptions.ts';
import { addMonths, lastDayOf, monthsBetween, toCounterMonth, type Month } from './months.ts';

export const REPORT_IDS = ['pr', 'pr_p1', 'ir', 'ir_a1', 'dsr'] as const;
export type ReportId = (typeof REPORT_IDS)[number];

type Report = {
	name: string;
	id: string;
	release: string;
	kind: 'dataset' | 'literature';
	of: 'platforms' | 'items';
	metrics: string[];
	/** Fixed by the report; without them, all that was counted. */
	filters: string[];
	attributes: string[];
	columns: string[];
};

const ITEM_METRICS = [
	'Total_Item_Investigations',
	'Total_Item_Requests',
	'Unique_Item_Investigations',
	'Unique_Item_Requests'
];

export const REPORTS: Record<ReportId, Report> = {
	pr: {
		name: 'Platform Report',
		id: 'PR',
		release: '5.1',
		kind: 'literature',
		of: 'platforms',
		metrics: [
			'Searches_Platform',
			...ITEM_METRICS,
			'Unique_Title_Investigations',
			'Unique_Title_Requests'
		],
		filters: [],
		attributes: ['Access_Method'],
		columns: ['Platform', 'Data_Type', 'Access_Method']
	},
	pr_p1: {
		name: 'Platform Usage',
		id: 'PR_P1',
		release: '5.1',
		kind: 'literature',
		of: 'platforms',
		metrics: [
			'Searches_Platform',
			'Total_Item_Requests',
			'Unique_Item_Requests',
			'Unique_Title_Requests'
		],
		filters: ['Access_Method=Regular'],
		attributes: [],
		columns: ['Platform', 'Data_Type']
	},
	ir: {
		name: 'Item Report',
		id: 'IR',
		release: '5.1',
		kind: 'literature',
		of: 'items',
		metrics: [...ITEM_METRICS, 'Limit_Exceeded', 'No_License'],
		filters: [],
		attributes: ['Authors', 'YOP', 'Access_Type', 'Access_Method'],
		columns: [
			'Item',
			'Publisher',
			'Publisher_ID',
			'Platform',
			'Authors',
			'DOI',
			'Proprietary_ID',
			'ISBN',
			'Print_ISSN',
			'Online_ISSN',
			'URI',
			'Data_Type',
			'YOP',
			'Access_Type',
			'Access_Method'
		]
	},
	ir_a1: {
		name: 'Journal Article Requests',
		id: 'IR_A1',
		release: '5.1',
		kind: 'literature',
		of: 'items',
		metrics: ['Total_Item_Requests', 'Unique_Item_Requests'],
		filters: ['Data_Type=Article', 'Access_Method=Regular'],
		attributes: [],
		columns: [
			'Item',
			'Publisher',
			'Publisher_ID',
			'Platform',
			'Authors',
			'Publication_Date',
			'Article_Version',
			'DOI',
			'Proprietary_ID',
			'Print_ISSN',
			'Online_ISSN',
			'URI',
			'Parent_Title',
			'Parent_Authors',
			'Parent_Article_Version',
			'Parent_DOI',
			'Parent_Proprietary_ID',
			'Parent_Print_ISSN',
			'Parent_Online_ISSN',
			'Parent_URI',
			'Access_Type'
		]
	},
	dsr: {
		name: 'Dataset Master Report',
		id: 'DSR',
		release: 'RD1',
		kind: 'dataset',
		of: 'items',
		metrics: [
			'Total_Dataset_Investigations',
			'Total_Dataset_Requests',
			'Unique_Dataset_Investigations',
			'Unique_Dataset_Requests'
		],
		filters: [],
		attributes: ['Creators', 'Publication_Date', 'Dataset_Version', 'YOP', 'Access_Method'],
		columns: [
			'Dataset_Title',
			'Publisher',
			'Publisher_ID',
			'Creators',
			'Publication_Date',
			'Dataset_Version',
			'DOI',
			'Other_ID',
			'URI',
			'YOP',
			'Access_Method'
		]
	}
};

const text = v.nullish(v.string());

/** A row of usage_of_items or usage_of_platforms. */
export const usageRow = v.object({
	resource_id: v.optional(v.string(), ''),
	platform: v.object({ id: v.string(), name: v.string() }),
	access_method: v.picklist(['regular', 'machine', 'tdm']),
	metric: v.string(),
	counts: v.array(v.number()),
	total: v.number(),
	/** Bytes handed over, month by month. */
	volumes: v.optional(v.array(v.number()), () => []),
	data_type: text,
	item: v.nullish(
		v.object({
			title: v.string(),
			publisher: text,
			venue: text,
			authors: v.nullish(v.array(v.string())),
			creators: v.nullish(v.array(v.string())),
			doi: text,
			cstr: text,
			published_on: text,
			published_year: v.nullish(v.number()),
			version: text,
			data_type: text,
			access: text
		})
	)
});

export type UsageRow = v.InferOutput<typeof usageRow>;

/** What a report says of itself. */
export type ReportHead = {
	id: ReportId;
	/** The months asked for, and those of them that there are figures of; null where there are none. */
	asked: { begin: Month; end: Month };
	given: { begin: Month; end: Month } | null;
	exceptions: string[];
	platform: string | null;
	origin: string;
	createdAt: Date;
};

const MAX_AUTHORS = 3;
const NAMESPACE = 'yixiang';

/** The months of what was asked for that can be reported, and what is said of the others. */
export function givenMonths(
	asked: ReportHead['asked'],
	available: { first_month: Month; last_month: Month } | null
): Pick<ReportHead, 'given' | 'exceptions'> {
	const of = `request was for ${asked.begin} to ${lastDayOf(asked.end)}`;
	if (!available || asked.begin > available.last_month) {
		return {
			given: null,
			exceptions: [exceptionText(3031, of)]
		};
	}
	if (asked.end < available.first_month) {
		return {
			given: null,
			exceptions: [exceptionText(3032, of)]
		};
	}
	const exceptions: string[] = [];
	let { begin, end } = asked;
	if (end > available.last_month) {
		end = available.last_month;
		exceptions.push(
			exceptionText(3031, `${of}; however, usage is only available to ${lastDayOf(end)}`)
		);
	}
	if (begin < available.first_month) {
		begin = available.first_month;
		exceptions.push(exceptionText(3032, `${of}; however, usage is only available from ${begin}`));
	}
	return { given: { begin, end }, exceptions };
}

/** Metrics that are of neither items nor datasets. */
const OF_NEITHER: Record<string, string> = {
	searches_platform: 'Searches_Platform',
	no_license: 'No_License',
	limit_exceeded: 'Limit_Exceeded'
};

/** Metric_Type of a metric of the database. */
export function toMetricType(kind: Report['kind'], metric: string): string {
	const known = OF_NEITHER[metric];
	if (known !== undefined) return known;
	const [counting = '', ...what] = metric.split('_');
	const subject = what[0] === 'title' ? [] : [kind === 'dataset' ? 'dataset' : 'item'];
	return [counting, ...subject, ...what].map(capitalise).join('_');
}

function capitalise(word: string): string {
	return word === 'tdm' ? 'TDM' : word.charAt(0).toUpperCase() + word.slice(1);
}

/** Whether a report has a row of this at all. */
export function isReported(id: ReportId, row: UsageRow): boolean {
	const report = REPORTS[id];
	return (
		row.total > 0 &&
		report.metrics.includes(toMetricType(report.kind, row.metric)) &&
		(!report.filters.includes('Access_Method=Regular') || row.access_method === 'regular') &&
		(!report.filters.includes('Data_Type=Article') || row.item?.data_type === 'Article')
	);
}

function filtersOf(head: ReportHead): string[] {
	const { filters } = REPORTS[head.id];
	return head.platform === null ? filters : [...filters, `Platform=${head.platform}`];
}

function attributesOf(head: ReportHead): string {
	const { attributes } = REPORTS[head.id];
	return attributes.length === 0 ? '' : `Attributes_To_Show=${attributes.join('|')}`;
}

function periodOf({ asked, given }: ReportHead): string {
	const { begin, end } = given ?? asked;
	return `Begin_Date=${begin}; End_Date=${lastDayOf(end)}`;
}

const CREATED_BY = '仪享 Yixiang';

/** An instant to the second: COUNTER writes no fractions. */
function toCreated(instant: Date): string {
	return instant.toISOString().replace(/\.\d{3}Z$/, 'Z');
}

/** The header rows with the blank one, and the heads of the columns. */
export function tsvHead(head: ReportHead): string {
	const report = REPORTS[head.id];
	const isData = head.id === 'dsr';
	const rows: [string, string][] = [
		['Report_Name', report.name],
		['Report_ID', report.id],
		['Release', report.release],
		...(isData
			? []
			: ([
					['Institution_Name', 'The World'],
					['Institution_ID', `${NAMESPACE}:0000000000000000`]
				] as [string, string][])),
		['Metric_Types', report.metrics.join('; ')],
		['Report_Filters', filtersOf(head).join('; ')],
		['Report_Attributes', attributesOf(head)],
		['Exceptions', head.exceptions.join('; ')],
		['Reporting_Period', periodOf(head)],
		['Created', isData ? toCreated(head.createdAt).slice(0, 10) : toCreated(head.createdAt)],
		['Created_By', CREATED_BY],
		...(isData ? [] : ([['Registry_Record', '']] as [string, string][])),
		['', '']
	];
	const months = head.given ? monthsBetween(head.given.begin, head.given.end) : [];
	return (
		rows.map(toLine).join('') +
		toLine([
			...report.columns,
			'Metric_Type',
			'Reporting_Period_Total',
			...months.map((month) =>
				isData ? toCounterMonth(month).toLowerCase() : toCounterMonth(month)
			)
		])
	);
}

export function tsvRow(head: ReportHead, row: UsageRow): string {
	const report = REPORTS[head.id];
	const values = valuesOf(head, row);
	return toLine([
		...report.columns.map((column) => values[column] ?? ''),
		toMetricType(report.kind, row.metric),
		String(row.total),
		...row.counts.map(String)
	]);
}

/** What is known of a row, by the names of COUNTER. What is not known is left blank. */
function valuesOf({ origin }: ReportHead, row: UsageRow): Record<string, string> {
	const { item } = row;
	const access = capitalise(row.access_method);
	if (!item) {
		return {
			Platform: row.platform.name,
			Data_Type: row.data_type ?? '',
			Access_Method: access
		};
	}
	const isDataset = item.creators != null;
	return {
		Item: item.title,
		Dataset_Title: item.title,
		Publisher: item.publisher ?? '',
		Platform: row.platform.name,
		Authors: (item.authors ?? []).slice(0, MAX_AUTHORS).join('; '),
		Creators: (item.creators ?? []).join('; '),
		Publication_Date: item.published_on ?? '',
		Dataset_Version: item.version ?? '',
		DOI: item.doi ?? '',
		Other_ID: item.cstr == null ? '' : `CSTR:${item.cstr}`,
		Proprietary_ID: `${NAMESPACE}:${row.resource_id}`,
		URI: `${origin}/${isDataset ? 'datasets' : 'literature'}/${row.resource_id}`,
		Parent_Title: item.venue ?? '',
		// A parent has to be identified (R5.1, 3.2), and all that is known of it is its name.
		Parent_Proprietary_ID:
			item.venue == null ? '' : `${NAMESPACE}:${encodeURIComponent(item.venue)}`,
		Data_Type: item.data_type ?? 'Dataset',
		// 0001 is an unknown year.
		YOP: String(item.published_year ?? item.published_on?.slice(0, 4) ?? '0001').padStart(4, '0'),
		Access_Type: item.access === 'open' ? 'Open' : 'Controlled',
		Access_Method: access
	};
}

/** A cell holds neither of the two characters that end one. */
/** The code has no quoting, so a title is told apart from a formula by the mark that CSV has. */
function toLine(cells: readonly string[]): string {
	return `${cells.map((cell) => withFormulaGuard(cell.replace(/[\t\r\n]+/g, ' '))).join('\t')}\n`;
}

/** The JSON of a report, written as its rows come; those of one item come one after another. */
export async function* writeJson(
	head: ReportHead,
	rows: AsyncIterable<UsageRow>
): AsyncGenerator<string> {
	const isData = head.id === 'dsr';
	const [headName, itemsName] = isData
		? ['report-header', 'report-datasets']
		: ['Report_Header', 'Report_Items'];
	yield `{"${headName}":${JSON.stringify(jsonHead(head))},"${itemsName}":[`;
	let isFirst = true;
	for await (const group of groupsOf(rows)) {
		yield `${isFirst ? '' : ','}\n${JSON.stringify(jsonItem(head, group))}`;
		isFirst = false;
	}
	yield '\n]}\n';
}

async function* groupsOf(rows: AsyncIterable<UsageRow>): AsyncGenerator<UsageRow[]> {
	let group: UsageRow[] = [];
	for await (const row of rows) {
		const [first] = group;
		if (first && (first.resource_id !== row.resource_id || first.platform.id !== row.platform.id)) {
			yield group;
			group = [];
		}
		group.push(row);
	}
	if (group.length > 0) yield group;
}

function jsonHead(head: ReportHead): object {
	const report = REPORTS[head.id];
	const { begin, end } = head.given ?? head.asked;
	const exceptions = head.exceptions.map((exception) => {
		const [, code = '', message = '', data = ''] = /^(\d+): (.*?) \((.*)\)$/.exec(exception) ?? [];
		return { Code: Number(code), Message: message, Data: data };
	});
	if (head.id === 'dsr') {
		return {
			'report-name': report.name,
			'report-id': report.id,
			release: report.release,
			created: toCreated(head.createdAt).slice(0, 10),
			'created-by': CREATED_BY,
			'reporting-period': { 'begin-date': begin, 'end-date': lastDayOf(end) },
			'report-filters': filtersOf(head).map(toNameAndValue),
			'report-attributes': [],
			exceptions: exceptions.map(({ Code, Message, Data }) => ({
				code: Code,
				severity: 'warning',
				message: Message,
				data: Data
			}))
		};
	}
	return {
		Release: report.release,
		Report_ID: report.id,
		Report_Name: report.name,
		Created: toCreated(head.createdAt),
		Created_By: CREATED_BY,
		Institution_ID: { Proprietary: [`${NAMESPACE}:0000000000000000`] },
		Institution_Name: 'The World',
		Report_Filters: {
			Metric_Type: report.metrics,
			Begin_Date: begin,
			End_Date: lastDayOf(end),
			...Object.fromEntries(
				filtersOf(head).map((filter) => {
					const { name, value } = toNameAndValue(filter);
					return [name, name === 'Platform' ? value : [value]];
				})
			)
		},
		...(report.attributes.length > 0 && {
			Report_Attributes: { Attributes_To_Show: report.attributes }
		}),
		...(exceptions.length > 0 && { Exceptions: exceptions })
	};
}

function toNameAndValue(filter: string): { name: string; value: string } {
	const [name = '', ...value] = filter.split('=');
	return { name, value: value.join('=') };
}

function jsonItem(head: ReportHead, group: UsageRow[]): object {
	const [first] = group;
	if (!first) throw new Error('A group has rows.');
	const report = REPORTS[head.id];
	const values = valuesOf(head, first);
	if (head.id === 'dsr') return jsonDataset(head, group, values);
	if (report.of === 'platforms') {
		return {
			Platform: values['Platform'],
			Attribute_Performance: performancesOf(head, group)
		};
	}
	const names = new Set(report.columns);
	const item = {
		Item: values['Item'],
		Publisher: values['Publisher'],
		Platform: values['Platform'],
		...(first.item?.authors?.length && {
			Authors: first.item.authors.slice(0, MAX_AUTHORS).map((name) => ({ Name: name }))
		}),
		Item_ID: {
			...(values['DOI'] && { DOI: values['DOI'] }),
			Proprietary: values['Proprietary_ID'],
			URI: values['URI']
		},
		Attribute_Performance: performancesOf(head, group)
	};
	return names.has('Parent_Title') && values['Parent_Title']
		? { Title: values['Parent_Title'], Items: [item] }
		: { Items: [item] };
}

/** Metrics by what the report breaks them down by; a month without use is left out. */
function performancesOf(head: ReportHead, group: UsageRow[]): object[] {
	const shown = ['Data_Type', 'YOP', 'Access_Type', 'Access_Method'].filter((name) =>
		REPORTS[head.id].columns.includes(name)
	);
	const performances = new Map<string, { of: object; metrics: Record<string, object> }>();
	for (const row of group) {
		const values = valuesOf(head, row);
		const of = Object.fromEntries(shown.map((name) => [name, values[name]]));
		const key = JSON.stringify(of);
		const performance = performances.get(key) ?? { of, metrics: {} };
		performances.set(key, performance);
		performance.metrics[toMetricType(REPORTS[head.id].kind, row.metric)] = Object.fromEntries(
			usedMonths(head, row).map(({ month, count }) => [month.slice(0, 7), count])
		);
	}
	return [...performances.values()].map(({ of, metrics }) => ({ ...of, Performance: metrics }));
}

function usedMonths({ given }: ReportHead, { counts, volumes }: UsageRow) {
	const begin = given?.begin ?? '';
	return counts.flatMap((count, index) =>
		count > 0
			? [{ month: addMonths(begin, index), count, megabytes: toMegabytes(volumes[index] ?? 0) }]
			: []
	);
}

/** To the byte: of a rounded megabyte the sums would not be those of the parts. */
const toMegabytes = (bytes: number) => bytes / 1_000_000;

function jsonDataset(head: ReportHead, group: UsageRow[], values: Record<string, string>): object {
	const byMonth = new Map<Month, object[]>();
	for (const row of group) {
		for (const { month, count, megabytes } of usedMonths(head, row)) {
			byMonth.set(month, [
				...(byMonth.get(month) ?? []),
				{
					'metric-type': toMetricType('dataset', row.metric).toLowerCase().replaceAll('_', '-'),
					'access-method': row.access_method,
					count,
					// The code counts volumes too and gives them no name, so the name is ours (5.2).
					'volume-mb': megabytes
				}
			]);
		}
	}
	return {
		'dataset-title': values['Dataset_Title'],
		'dataset-id': [
			...(values['DOI'] ? [{ type: 'doi', value: values['DOI'] }] : []),
			...(values['Other_ID'] ? [{ type: 'other-id', value: values['Other_ID'] }] : [])
		],
		'dataset-contributors': (group[0]?.item?.creators ?? []).map((value) => ({
			type: 'name',
			value
		})),
		platform: values['Platform'],
		publisher: values['Publisher'],
		'data-type': 'dataset',
		yop: values['YOP'],
		uri: values['URI'],
		performance: [...byMonth]
			.toSorted(([one], [other]) => (one < other ? -1 : 1))
			.map(([month, instance]) => ({
				period: { 'begin-date': month, 'end-date': lastDayOf(month) },
				instance
			}))
	};
}
