/*
 * The rules that a COUNTER report is judged by, written from the Code of Practice R5.1 (3.2, 4.1, 4.4,
 * appendix D; Project-Counter/cop5 0c06126) and that for research data (7; Project-Counter/coprd
 * a51c449): structure, order, spelling and totals. A report of ours is read here as anybody would read
 * it, and nothing of what wrote it is used.
 */

const HEADER = [
	'Report_Name',
	'Report_ID',
	'Release',
	'Institution_Name',
	'Institution_ID',
	'Metric_Types',
	'Report_Filters',
	'Report_Attributes',
	'Exceptions',
	'Reporting_Period',
	'Created',
	'Created_By',
	'Registry_Record'
];
const DATA_HEADER = [
	'Report_Name',
	'Report_ID',
	'Release',
	'Metric_Types',
	'Report_Filters',
	'Report_Attributes',
	'Exceptions',
	'Reporting_Period',
	'Created',
	'Created_By'
];

type ReportRules = {
	name: string;
	isData?: true;
	/** Fixed by a Standard View. */
	metricTypes?: string;
	filters?: string;
	/** Columns that a report always has, and those it has where they are called for, in their order. */
	columns: readonly string[];
	optional: readonly string[];
};

const PARENT = [
	'Parent_Title',
	'Parent_Authors',
	'Parent_Publication_Date',
	'Parent_Article_Version',
	'Parent_Data_Type',
	'Parent_DOI',
	'Parent_Proprietary_ID',
	'Parent_ISBN',
	'Parent_Print_ISSN',
	'Parent_Online_ISSN',
	'Parent_URI'
];

const RULES: Record<string, ReportRules> = {
	PR: {
		name: 'Platform Report',
		columns: ['Platform', 'Data_Type', 'Access_Method'],
		optional: ['Access_Method']
	},
	PR_P1: {
		name: 'Platform Usage',
		metricTypes:
			'Searches_Platform; Total_Item_Requests; Unique_Item_Requests; Unique_Title_Requests',
		filters: 'Access_Method=Regular',
		columns: ['Platform', 'Data_Type'],
		optional: []
	},
	IR: {
		name: 'Item Report',
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
			'ISBN',
			'Print_ISSN',
			'Online_ISSN',
			'URI',
			...PARENT,
			'Data_Type',
			'YOP',
			'Access_Type',
			'Access_Method'
		],
		optional: [
			'Authors',
			'Publication_Date',
			'Article_Version',
			...PARENT,
			'YOP',
			'Access_Type',
			'Access_Method'
		]
	},
	IR_A1: {
		name: 'Journal Article Requests',
		metricTypes: 'Total_Item_Requests; Unique_Item_Requests',
		filters: 'Data_Type=Article; Access_Method=Regular',
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
			...PARENT.filter(
				(name) => !['Parent_Publication_Date', 'Parent_Data_Type', 'Parent_ISBN'].includes(name)
			),
			'Access_Type'
		],
		optional: []
	},
	DSR: {
		name: 'Dataset Master Report',
		isData: true,
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
		],
		optional: [
			'Creators',
			'Publication_Date',
			'Dataset_Version',
			'DOI',
			'Other_ID',
			'YOP',
			'Access_Method'
		]
	}
};

const MONTH = /^(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)-\d{4}$/;
const DATA_TYPES =
	'Article Book Conference Conference_Item Database_Full_Item Dataset Image Interactive_Resource Journal Multimedia News_Item Newspaper_or_Newsletter Other Patent Platform Reference_Item Reference_Work Report Software Sound Standard Thesis_or_Dissertation Unspecified Audiovisual Book_Segment'.split(
		' '
	);
/** What a value of a column has to look like where there is one. */
const VALUES: Record<string, RegExp> = {
	Data_Type: new RegExp(`^(${DATA_TYPES.join('|')})$`),
	Access_Type: /^(Controlled|Open|Free_To_Read)$/,
	Access_Method: /^(Regular|TDM)$/,
	YOP: /^\d{4}$/,
	DOI: /^10\.\d{4,9}\/\S+$/,
	Parent_DOI: /^10\.\d{4,9}\/\S+$/,
	Proprietary_ID: /^[\w.]+:\S+$/,
	Parent_Proprietary_ID: /^[\w.]+:\S+$/,
	Publisher_ID: /^\w+:\S+$/,
	ISBN: /^97[89]-[\d-]{11}-?\d$/,
	Print_ISSN: /^\d{4}-\d{3}[\dX]$/,
	Online_ISSN: /^\d{4}-\d{3}[\dX]$/,
	URI: /^(https?:\/\/|urn:)\S+$/,
	Publication_Date: /^\d{4}-\d{2}-\d{2}$/
};
const MESSAGES: Record<string, string> = {
	'3030': 'No Usage Available for Requested Dates',
	'3031': 'Usage Not Ready for Requested Dates',
	'3032': 'Usage No Longer Available for Requested Dates',
	'3050': 'Parameter Not Recognized in this Context',
	'3063': 'Components Not Supported'
};
/** Metrics that only some reports may have (R5.1, 4.1.2 and 4.4.2). */
const ONLY_IN: Record<string, readonly string[]> = {
	Searches_Platform: ['Platform Report', 'Platform Usage'],
	No_License: ['Item Report'],
	Limit_Exceeded: ['Item Report']
};

/** What is against a rule in a report as TSV; nothing where it keeps them all. */
export function breachesOfTsv(text: string): string[] {
	const breaches: string[] = [];
	const lines = text.replace(/^\uFEFF/, '').split('\n');
	if (lines.pop() !== '') breaches.push('the last line does not end');
	const cells = lines.map((line) => line.split('\t'));
	const id = cells[1]?.[1] ?? '';
	const rules = RULES[id];
	if (!rules) return [...breaches, `Report_ID: ${id}`];

	const header = rules.isData ? DATA_HEADER : HEADER;
	const values = new Map(
		cells.slice(0, header.length).map(([name = '', value = '']) => [name, value])
	);
	const say = (name: string, value = values.get(name)) => breaches.push(`${name}: ${value ?? ''}`);
	if ([...values.keys()].join() !== header.join()) breaches.push('the rows of the header');
	if ((cells[header.length] ?? []).some((cell) => cell !== '')) breaches.push('the blank row');

	if (values.get('Report_Name') !== rules.name) say('Report_Name');
	if (values.get('Release') !== (rules.isData ? 'RD1' : '5.1')) say('Release');
	if (rules.metricTypes !== undefined && values.get('Metric_Types') !== rules.metricTypes) {
		say('Metric_Types');
	}
	const filters = (values.get('Report_Filters') ?? '').split('; ').filter((one) => one !== '');
	const fixed = filters.filter((one) => !one.startsWith('Platform='));
	if (fixed.join('; ') !== (rules.filters ?? '')) say('Report_Filters');
	if (!rules.isData && !/^\w+:\S+(; \w+:\S+)*$/.test(values.get('Institution_ID') ?? '')) {
		say('Institution_ID');
	}
	const created = rules.isData ? /^\d{4}-\d\d-\d\d$/ : /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;
	if (!created.test(values.get('Created') ?? '')) say('Created');
	if ((values.get('Created_By') ?? '') === '') say('Created_By');
	for (const exception of splitExceptions(values.get('Exceptions') ?? '')) {
		const [, code = '', message] = /^(\d+): ([^()]+) \(.+\)$/.exec(exception) ?? [];
		if (message === undefined || MESSAGES[code] !== message) say('Exceptions', exception);
	}

	const period = /^Begin_Date=(\d{4}-\d\d)-01; End_Date=(\d{4}-\d\d)-(\d\d)$/.exec(
		values.get('Reporting_Period') ?? ''
	);
	const [, begin = '', end = '', lastDay = ''] = period ?? [];
	if (!period || Number(lastDay) !== daysIn(end)) say('Reporting_Period');

	const [heads = [], ...rows] = cells.slice(header.length + 1);
	const shown = heads.slice(0, heads.indexOf('Metric_Type'));
	const expected = rules.columns.filter(
		(name) => !rules.optional.includes(name) || shown.includes(name)
	);
	if (shown.join() !== expected.join()) breaches.push(`columns: ${shown.join()}`);
	if (!rules.isData) breaches.push(...breachesOfAttributes(values, shown, rules));
	const months = heads.slice(shown.length + 2);
	if (heads[shown.length + 1] !== 'Reporting_Period_Total') breaches.push('Reporting_Period_Total');
	// A report of nothing need not have months.
	if (months.length > 0 && months.join() !== monthsOf(begin, end, rules.isData === true).join()) {
		breaches.push(`months: ${months.join()}`);
	}

	const seen = new Set<string>();
	const metricTypes = (values.get('Metric_Types') ?? '').split('; ');
	for (const [index, row] of rows.entries()) {
		const place = `row ${index + 1}`;
		const of = Object.fromEntries(heads.map((name, column) => [name, row[column] ?? '']));
		if (row.length !== heads.length) breaches.push(`${place}: ${row.length} cells`);
		breaches.push(...breachesOfRow(of, months, rules).map((breach) => `${place}: ${breach}`));
		if (!metricTypes.includes(of['Metric_Type'] ?? '')) {
			breaches.push(`${place}: Metric_Type ${of['Metric_Type'] ?? ''}`);
		}
		const key = row.slice(0, shown.length + 1).join('\t');
		if (seen.has(key)) breaches.push(`${place}: there twice`);
		seen.add(key);
	}
	return [...breaches, ...breachesOfMetrics(rows.map((row) => toFigures(heads, shown, row)))];
}

/** A semicolon can be within the brackets of an exception. */
function splitExceptions(text: string): string[] {
	return text === '' ? [] : text.split(/(?<=\)); /);
}

function breachesOfAttributes(
	values: Map<string, string>,
	shown: readonly string[],
	rules: ReportRules
): string[] {
	const attributes = shown.filter(
		(name) => rules.optional.includes(name) && !name.startsWith('Parent_')
	);
	const expected = attributes.length === 0 ? '' : `Attributes_To_Show=${attributes.join('|')}`;
	const given = values.get('Report_Attributes') ?? '';
	return given === expected ? [] : [`Report_Attributes: ${given}`];
}

function breachesOfRow(
	row: Record<string, string>,
	months: readonly string[],
	rules: ReportRules
): string[] {
	const breaches: string[] = [];
	for (const [name, pattern] of Object.entries(VALUES)) {
		const value = row[name] ?? '';
		const isMachine = rules.isData === true && name === 'Access_Method' && value === 'Machine';
		if (value !== '' && !pattern.test(value) && !isMachine) breaches.push(`${name} ${value}`);
	}
	const metric = row['Metric_Type'] ?? '';
	if (ONLY_IN[metric]?.includes(rules.name) === false) breaches.push(`${metric} in ${rules.name}`);
	// What is searched is a platform as a whole, and nothing else is counted of one.
	if ('Data_Type' in row && !('Item' in row)) {
		if ((metric === 'Searches_Platform') !== (row['Data_Type'] === 'Platform')) {
			breaches.push(`${metric} of ${row['Data_Type'] ?? ''}`);
		}
	}
	const required = rules.isData
		? ['Dataset_Title', 'Publisher']
		: ['Platform', 'Item', 'Data_Type', 'YOP', 'Access_Type', 'Access_Method'];
	for (const name of required) if (row[name] === '') breaches.push(`${name} is empty`);
	if ((row['Authors'] ?? '').split('; ').length > 3) breaches.push('more than three authors');

	const identifiers = (prefix: string) =>
		['DOI', 'Other_ID', 'Proprietary_ID', 'ISBN', 'Print_ISSN', 'Online_ISSN', 'URI'].filter(
			(name) => (row[prefix + name] ?? '') !== ''
		);
	const isOfItems = 'Item' in row || 'Dataset_Title' in row;
	if (isOfItems && identifiers('').length === 0) breaches.push('no identifier');
	const hasParent = Object.entries(row).some(
		([name, value]) => name.startsWith('Parent_') && value
	);
	if (hasParent && identifiers('Parent_').length === 0)
		breaches.push('a parent without identifier');

	const counts = months.map((month) => row[month] ?? '');
	const total = row['Reporting_Period_Total'] ?? '';
	if ([total, ...counts].some((count) => !/^\d+$/.test(count)))
		breaches.push('a count that is none');
	if (Number(total) === 0) breaches.push('a row without use');
	if (
		months.length > 0 &&
		counts.reduce((sum, count) => sum + Number(count), 0) !== Number(total)
	) {
		breaches.push('a total that is not the sum of its months');
	}
	return breaches;
}

type Figures = { of: string; metric: string; counts: number[] };

function toFigures(heads: string[], shown: string[], row: string[]): Figures {
	return {
		of: row.slice(0, shown.length).join('\t'),
		metric: row[shown.length] ?? '',
		counts: row.slice(shown.length + 1, heads.length).map(Number)
	};
}

/** Every request is an investigation, and nothing is unique more often than it is there. */
function breachesOfMetrics(figures: readonly Figures[]): string[] {
	const known = new Map(figures.map(({ of, metric, counts }) => [`${of}\t${metric}`, counts]));
	return figures.flatMap(({ of, metric, counts }) => {
		const above = metric.replace('Requests', 'Investigations');
		const others = above === metric ? undefined : known.get(`${of}\t${above}`);
		return others?.some((count, index) => count < (counts[index] ?? 0))
			? [`${metric} of ${of.slice(0, 40)} are more than ${above}`]
			: [];
	});
}

function monthsOf(begin: string, end: string, isLower: boolean): string[] {
	const names = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');
	const months: string[] = [];
	for (
		let [year = 0, month = 0] = begin.split('-').map(Number);
		`${year}-${String(month).padStart(2, '0')}` <= end;
		month = month === 12 ? 1 : month + 1, year += month === 1 ? 1 : 0
	) {
		const name = `${names[month - 1] ?? ''}-${year}`;
		if (!MONTH.test(name)) return [];
		months.push(isLower ? name.toLowerCase() : name);
	}
	return months;
}

function daysIn(month: string): number {
	const [year = 0, number = 0] = month.split('-').map(Number);
	return new Date(Date.UTC(year, number, 0)).getUTCDate();
}

/** The figures of a report of R5.1 as JSON by what they are of, to be compared with its TSV. */
export function totalsOfJson(report: unknown): Record<string, number> {
	const totals: Record<string, number> = {};
	const walk = (node: unknown): void => {
		if (Array.isArray(node)) node.forEach(walk);
		else if (typeof node === 'object' && node !== null) {
			if ('Performance' in node) {
				const performance = node.Performance as Record<string, Record<string, number>>;
				for (const [metric, months] of Object.entries(performance)) {
					for (const count of Object.values(months)) totals[metric] = (totals[metric] ?? 0) + count;
				}
			} else Object.values(node).forEach(walk);
		}
	};
	walk((report as { Report_Items: unknown }).Report_Items);
	return totals;
}

/** The same of its TSV. */
export function totalsOfTsv(text: string): Record<string, number> {
	const cells = text.split('\n').map((line) => line.split('\t'));
	const at = cells.findIndex((row) => row.includes('Reporting_Period_Total'));
	const heads = cells[at] ?? [];
	const [metric, total] = [heads.indexOf('Metric_Type'), heads.indexOf('Reporting_Period_Total')];
	const totals: Record<string, number> = {};
	for (const row of cells.slice(at + 1, -1)) {
		const name = row[metric] ?? '';
		totals[name] = (totals[name] ?? 0) + Number(row[total]);
	}
	return totals;
}
