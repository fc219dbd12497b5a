import { describe, expect, it } from 'vitest';
import {
	givenMonths,
	isReported,
	REPORTS,
	toMetricType,
	tsvHead,
	tsvRow,
	writeJson,
	type ReportHead,
	type ReportId,
	type UsageRow
} from './counter-report.ts';

const ASKED = { begin: '2026-01-01', end: '2026-03-01' };

function aHead(id: ReportId, head: Partial<ReportHead> = {}): ReportHead {
	return {
		id,
		asked: ASKED,
		given: ASKED,
		exceptions: [],
		platform: null,
		origin: 'https://a.test',
		createdAt: new Date('2026-04-02T03:04:05.678Z'),
		...head
	};
}

function aRow(row: Partial<UsageRow> = {}): UsageRow {
	return {
		resource_id: '50000000-0000-4000-8000-000000000001',
		platform: { id: 'p', name: '表征平台' },
		access_method: 'regular',
		metric: 'total_requests',
		counts: [2, 0, 5],
		total: 7,
		volumes: [],
		item: {
			title: '析出相\t图像',
			authors: ['陈雨', '李雷', '韩梅', '王五'],
			venue: '材料学报',
			doi: '10.12345/a1',
			published_year: 2024,
			data_type: 'Article',
			access: 'open'
		},
		...row
	};
}

const DATASET: Partial<UsageRow> = {
	item: {
		title: '图像集',
		publisher: '浑河大学',
		creators: ['陈雨'],
		cstr: '12345.11.A1',
		published_on: '2024-05-20',
		version: 'v1'
	}
};

async function jsonOf(head: ReportHead, rows: UsageRow[]): Promise<unknown> {
	async function* given() {
		await Promise.resolve();
		yield* rows;
	}
	let text = '';
	for await (const part of writeJson(head, given())) text += part;
	return JSON.parse(text);
}

describe('the header of a COUNTER report (reference 5.1)', () => {
	it('has thirteen rows in their order, then a blank one, then the columns', () => {
		const rows = tsvHead(aHead('ir_a1')).trimEnd().split('\n');

		expect(rows.slice(0, 14)).toEqual([
			'Report_Name\tJournal Article Requests',
			'Report_ID\tIR_A1',
			'Release\t5.1',
			'Institution_Name\tThe World',
			'Institution_ID\tyixiang:0000000000000000',
			'Metric_Types\tTotal_Item_Requests; Unique_Item_Requests',
			'Report_Filters\tData_Type=Article; Access_Method=Regular',
			'Report_Attributes\t',
			'Exceptions\t',
			'Reporting_Period\tBegin_Date=2026-01-01; End_Date=2026-03-31',
			'Created\t2026-04-02T03:04:05Z',
			'Created_By\t仪享 Yixiang',
			'Registry_Record\t',
			'\t'
		]);
		expect(rows[14]).toBe(
			'Item\tPublisher\tPublisher_ID\tPlatform\tAuthors\tPublication_Date\tArticle_Version\tDOI\tProprietary_ID\tPrint_ISSN\tOnline_ISSN\tURI\tParent_Title\tParent_Authors\tParent_Article_Version\tParent_DOI\tParent_Proprietary_ID\tParent_Print_ISSN\tParent_Online_ISSN\tParent_URI\tAccess_Type\tMetric_Type\tReporting_Period_Total\tJan-2026\tFeb-2026\tMar-2026'
		);
	});

	it.each([
		[
			'pr',
			'Platform\tData_Type\tAccess_Method\tMetric_Type\tReporting_Period_Total\tJan-2026\tFeb-2026\tMar-2026'
		],
		[
			'pr_p1',
			'Platform\tData_Type\tMetric_Type\tReporting_Period_Total\tJan-2026\tFeb-2026\tMar-2026'
		],
		[
			'ir',
			'Item\tPublisher\tPublisher_ID\tPlatform\tAuthors\tDOI\tProprietary_ID\tISBN\tPrint_ISSN\tOnline_ISSN\tURI\tData_Type\tYOP\tAccess_Type\tAccess_Method\tMetric_Type\tReporting_Period_Total\tJan-2026\tFeb-2026\tMar-2026'
		]
	] as const)('of %s ends in its columns', (id, columns) => {
		expect(tsvHead(aHead(id)).trimEnd().split('\n')[14]).toBe(columns);
	});

	it('of PR_P1 names the metrics that are prescribed', () => {
		expect(tsvHead(aHead('pr_p1'))).toContain(
			'Metric_Types\tSearches_Platform; Total_Item_Requests; Unique_Item_Requests; Unique_Title_Requests\nReport_Filters\tAccess_Method=Regular\n'
		);
	});

	it('names the platform that it is of, and what is shown', () => {
		const head = tsvHead(aHead('pr', { platform: '表征平台' }));

		expect(head).toContain('Report_Filters\tPlatform=表征平台\n');
		expect(head).toContain('Report_Attributes\tAttributes_To_Show=Access_Method\n');
	});
});

describe('a row of a report', () => {
	it('has no title that a spreadsheet would run', () => {
		const item = { ...aRow().item, title: '=HYPERLINK("https://example.org")' };

		expect(tsvRow(aHead('ir'), aRow({ item }))).toMatch(/^'=HYPERLINK\(/);
	});
});

describe('the header of a dataset report (reference 5.2)', () => {
	it('has ten rows and a blank one, and months in lower case', () => {
		const rows = tsvHead(aHead('dsr')).trimEnd().split('\n');

		expect(rows.slice(0, 11).map((row) => row.split('\t')[0])).toEqual([
			'Report_Name',
			'Report_ID',
			'Release',
			'Metric_Types',
			'Report_Filters',
			'Report_Attributes',
			'Exceptions',
			'Reporting_Period',
			'Created',
			'Created_By',
			''
		]);
		expect(rows[0]).toBe('Report_Name\tDataset Master Report');
		expect(rows[2]).toBe('Release\tRD1');
		expect(rows[8]).toBe('Created\t2026-04-02');
		expect(rows[11]).toBe(
			'Dataset_Title\tPublisher\tPublisher_ID\tCreators\tPublication_Date\tDataset_Version\tDOI\tOther_ID\tURI\tYOP\tAccess_Method\tMetric_Type\tReporting_Period_Total\tjan-2026\tfeb-2026\tmar-2026'
		);
	});
});

describe('a row', () => {
	it('has a cell for each column, its total, and zero for a month without use', () => {
		const cells = tsvRow(aHead('ir'), aRow()).trimEnd().split('\t');

		expect(cells).toEqual([
			'析出相 图像',
			'',
			'',
			'表征平台',
			'陈雨; 李雷; 韩梅',
			'10.12345/a1',
			'yixiang:50000000-0000-4000-8000-000000000001',
			'',
			'',
			'',
			'https://a.test/literature/50000000-0000-4000-8000-000000000001',
			'Article',
			'2024',
			'Open',
			'Regular',
			'Total_Item_Requests',
			'7',
			'2',
			'0',
			'5'
		]);
	});

	it('of a dataset says who made it and where it is', () => {
		const cells = tsvRow(aHead('dsr'), aRow({ ...DATASET, access_method: 'machine' }));

		expect(cells).toBe(
			'图像集\t浑河大学\t\t陈雨\t2024-05-20\tv1\t\tCSTR:12345.11.A1\thttps://a.test/datasets/50000000-0000-4000-8000-000000000001\t2024\tMachine\tTotal_Dataset_Requests\t7\t2\t0\t5\n'
		);
	});

	it.each(Object.keys(REPORTS) as ReportId[])('of %s has as many cells as the head', (id) => {
		const row = id === 'dsr' ? aRow(DATASET) : aRow();

		expect(tsvRow(aHead(id), row).split('\t')).toHaveLength(
			tsvHead(aHead(id)).trimEnd().split('\n').at(-1)?.split('\t').length ?? 0
		);
	});

	it.each([
		['pr_p1', { access_method: 'tdm' as const }, false],
		['pr_p1', { metric: 'total_investigations' }, false],
		['pr', { access_method: 'tdm' as const }, true],
		['pr', { metric: 'unique_title_requests' }, true],
		['ir', { metric: 'unique_title_requests' }, false],
		['ir', { total: 0 }, false],
		['ir', { metric: 'no_license' }, true],
		['pr', { metric: 'limit_exceeded' }, false],
		['pr_p1', { metric: 'searches_platform' }, true],
		['dsr', { metric: 'limit_exceeded' }, false],
		['ir_a1', { item: { title: 'a', data_type: 'Report' } }, false],
		['ir_a1', {}, true]
	] as const)('is in %s or not: %j', (id, row, expected) => {
		expect(isReported(id, aRow(row))).toBe(expected);
	});

	it.each([
		['literature', 'total_requests', 'Total_Item_Requests'],
		['literature', 'unique_title_investigations', 'Unique_Title_Investigations'],
		['dataset', 'unique_requests', 'Unique_Dataset_Requests'],
		['dataset', 'no_license', 'No_License'],
		['literature', 'searches_platform', 'Searches_Platform']
	] as const)('of %s calls %s %s', (kind, metric, expected) => {
		expect(toMetricType(kind, metric)).toBe(expected);
	});
});

describe('the months of a report', () => {
	const available = { first_month: '2026-02-01', last_month: '2026-03-01' };

	it('are those asked for where all of them are counted', () => {
		const asked = { begin: '2026-02-01', end: '2026-03-01' };

		expect(givenMonths(asked, available)).toEqual({ given: asked, exceptions: [] });
	});

	it('leave out what is not counted yet or not at all, and say so', () => {
		const asked = { begin: '2026-01-01', end: '2026-05-01' };

		expect(givenMonths(asked, available)).toEqual({
			given: { begin: '2026-02-01', end: '2026-03-01' },
			exceptions: [
				'3031: Usage Not Ready for Requested Dates (request was for 2026-01-01 to 2026-05-31; however, usage is only available to 2026-03-31)',
				'3032: Usage No Longer Available for Requested Dates (request was for 2026-01-01 to 2026-05-31; however, usage is only available from 2026-02-01)'
			]
		});
	});

	it.each([
		['2026-04-01', '2026-05-01', /^3031: /],
		['2025-01-01', '2025-02-01', /^3032: /]
	])('from %s to %s are none', (begin, end, exception) => {
		const { given, exceptions } = givenMonths({ begin, end }, available);

		expect(given).toBeNull();
		expect(exceptions[0]).toMatch(exception);
	});
});

describe('the JSON of a report', () => {
	it('breaks an item down by what is shown, and leaves months without use out', async () => {
		const rows = [
			aRow(),
			aRow({ metric: 'unique_requests', counts: [1, 0, 0], total: 1 }),
			aRow({ access_method: 'tdm', counts: [0, 1, 0], total: 1 })
		];

		const report = await jsonOf(aHead('ir'), rows);

		expect(report).toMatchObject({
			Report_Header: { Report_ID: 'IR', Release: '5.1', Institution_Name: 'The World' },
			Report_Items: [
				{
					Items: [
						{
							Item: '析出相\t图像',
							Item_ID: { DOI: '10.12345/a1' },
							Attribute_Performance: [
								{
									Data_Type: 'Article',
									YOP: '2024',
									Access_Type: 'Open',
									Access_Method: 'Regular',
									Performance: {
										Total_Item_Requests: { '2026-01': 2, '2026-03': 5 },
										Unique_Item_Requests: { '2026-01': 1 }
									}
								},
								{ Access_Method: 'TDM', Performance: { Total_Item_Requests: { '2026-02': 1 } } }
							]
						}
					]
				}
			]
		});
	});

	it('of datasets is by month, with what was handed over', async () => {
		const report = await jsonOf(aHead('dsr'), [
			aRow({ ...DATASET, volumes: [2_500_000, 0, 7_000_000] })
		]);

		expect(report).toMatchObject({
			'report-header': { 'report-id': 'DSR', release: 'RD1' },
			'report-datasets': [
				{
					'dataset-title': '图像集',
					performance: [
						{
							period: { 'begin-date': '2026-01-01', 'end-date': '2026-01-31' },
							instance: [
								{
									'metric-type': 'total-dataset-requests',
									'access-method': 'regular',
									count: 2,
									'volume-mb': 2.5
								}
							]
						},
						{ period: { 'begin-date': '2026-03-01' } }
					]
				}
			]
		});
	});

	it('gives the exceptions apart', async () => {
		const head = aHead('pr', {
			given: null,
			exceptions: ['3031: Usage Not Ready for Requested Dates (request was for x)']
		});

		expect(await jsonOf(head, [])).toMatchObject({
			Report_Header: {
				Exceptions: [
					{
						Code: 3031,
						Message: 'Usage Not Ready for Requested Dates',
						Data: 'request was for x'
					}
				]
			},
			Report_Items: []
		});
	});
});
