/** COUNTER reports as files: who gets them, and that they agree with what is kept. */
import type { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApp, type App } from '../support/app.ts';
import { aMembership, anOrganisation, aPlatform } from '../support/builders.ts';
import { signInCustomers, type Customer } from '../support/customers.ts';
import { connect, toDb } from '../support/database.ts';
import { demoId } from '../support/demo-id.ts';

const MATERIALS = demoId('platform/materials');
const WHOLE = 'begin_date=2020-01&end_date=2029-12';

let app: App;
let database: Client;
let vera: Customer;
let ben: Customer;
let ada: Customer;

beforeAll(async () => {
	database = await connect();
	const db = toDb(database);
	[vera, ben, ada] = (await signInCustomers(database, 3)) as [Customer, Customer, Customer];
	const agency = await anOrganisation(db, 'agency', 'Usage agency');
	await aMembership(db, { person: vera, organisation: agency, role: 'evaluator' });
	await aMembership(db, {
		person: ada,
		organisation: { id: demoId('organisation/hhut') },
		role: 'technician',
		platform: { id: MATERIALS }
	});
	app = await startApp();
});
afterAll(async () => {
	await app.stop();
	await database.end();
});

function get(report: string, query: string, as?: Customer): Promise<Response> {
	return fetch(`${app.origin}/api/v1/reports/counter/${report}?${query}`, {
		headers: as ? { authorization: `Bearer ${as.token}` } : {}
	});
}

/** Totals of a report's rows by metric, and those that a scan of what is kept gives. */
async function totalsOf(response: Response): Promise<Record<string, number>> {
	const lines = (await response.text()).trimEnd().split('\n');
	const head = lines.findIndex((line) => line.includes('Reporting_Period_Total'));
	const columns = lines[head]?.split('\t') ?? [];
	const totals: Record<string, number> = {};
	for (const line of lines.slice(head + 1)) {
		const cells = line.split('\t');
		const metric = cells[columns.indexOf('Metric_Type')] ?? '';
		const months = cells.slice(columns.indexOf('Reporting_Period_Total') + 1).map(Number);
		const total = Number(cells[columns.indexOf('Reporting_Period_Total')]);
		expect(months.reduce((sum, count) => sum + count, 0)).toBe(total);
		totals[metric] = (totals[metric] ?? 0) + total;
	}
	return totals;
}

async function keptOf(kind: string, platform: string | null): Promise<Record<string, number>> {
	const rows = await toDb(database).query<{ metric: string; total: string }>(
		`select metric, sum(count) as total from public.usage_by_month
		where resource_kind = $1 and ($2::uuid is null or platform_id = $2)
			and month < private.usage_month(now())
		group by metric`,
		[kind, platform]
	);
	return Object.fromEntries(rows.map(({ metric, total }) => [metric, Number(total)]));
}

describe('a COUNTER report', () => {
	it.each([
		['dsr', 'dataset', 'Dataset'],
		['ir', 'literature', 'Item'],
		['pr', 'literature', 'Item']
	] as const)('%s of all platforms adds up to what is kept', async (report, kind, noun) => {
		const response = await get(report, WHOLE, vera);

		const totals = await totalsOf(response);
		const kept = await keptOf(kind, null);
		expect(totals[`Total_${noun}_Requests`]).toBe(kept['total_requests']);
		expect(totals[`Unique_${noun}_Investigations`]).toBe(kept['unique_investigations']);
		expect(response.headers.get('content-type')).toBe('text/tab-separated-values; charset=utf-8');
	});

	it('of one platform is for its people', async () => {
		const response = await get('dsr', `${WHOLE}&platform=${MATERIALS}`, ada);

		const totals = await totalsOf(response);
		expect(totals['Unique_Dataset_Requests']).toBe(
			(await keptOf('dataset', MATERIALS))['unique_requests']
		);
	});

	it('says of months that are not over that they are not ready', async () => {
		const text = await (await get('ir_a1', WHOLE, vera)).text();

		expect(text).toMatch(/\nExceptions\t3031: Usage Not Ready for Requested Dates \(/);
	});

	it.each(['pr', 'pr_p1', 'ir', 'ir_a1', 'dsr'])('%s is also there as JSON', async (report) => {
		const response = await get(report, `${WHOLE}&format=json`, vera);

		const [head, items] = Object.values((await response.json()) as Record<string, object>);
		expect(JSON.stringify(head)).toContain(report.toUpperCase());
		expect(Object.keys(items ?? []).length).toBeGreaterThan(0);
	});

	it.each([
		['nobody', () => undefined, '', 401],
		['a startup', () => ben, '', 403],
		['a lab, of all platforms', () => ada, '', 403],
		['a startup, of a platform', () => ben, `&platform=${MATERIALS}`, 403],
		['an evaluator, of no platform', () => vera, `&platform=${demoId('platform/none')}`, 404]
	] as [string, () => Customer | undefined, string, number][])(
		'is refused to %s',
		async (_who, as, query, status) => {
			expect((await get('dsr', WHOLE + query, as())).status).toBe(status);
		}
	);

	it.each([
		['dsr', '', 'input_invalid'],
		['dsr', 'begin_date=2026&end_date=2026-03', 'input_invalid'],
		['dsr', 'begin_date=2026-03&end_date=2026-02', 'input_invalid'],
		['dsr', 'begin_date=2026-03&end_date=2026-03&format=xml', 'input_invalid'],
		['dsr', 'begin_date=2099-01&end_date=2099-02', 'report_dates_invalid'],
		['dsr', 'begin_date=2000-01&end_date=2026-02', 'report_dates_invalid']
	])('%s for %j is refused as %s', async (report, query, key) => {
		const response = await get(report, query, vera);

		expect(response.status).toBe(422);
		expect(await response.json()).toMatchObject({ type: `/api/v1/problems/${key}` });
	});

	it('that is empty says that there was no use', async () => {
		const none = await aPlatform(
			toDb(database),
			await anOrganisation(toDb(database), 'university', 'None')
		);

		const text = await (await get('ir', `${WHOLE}&platform=${none.id}`, vera)).text();

		expect(text).toContain('3030: No Usage Available for Requested Dates (');
	});

	it('of another name is not there', async () => {
		expect((await get('tr', WHOLE, vera)).status).toBe(404);
	});
});

describe('the COUNTER API', () => {
	const WORLD = 'customer_id=0000000000000000';

	function harvest(path: string, query: string, as?: Customer): Promise<Response> {
		return fetch(`${app.origin}/r51/${path}?${query}`, {
			headers: as ? { authorization: `Bearer ${as.token}` } : {}
		});
	}

	it('says to everybody that it is there', async () => {
		const response = await harvest('status', '');

		expect(response.status).toBe(200);
		expect(await response.json()).toMatchObject([{ Service_Active: true }]);
	});

	it('lists its one customer and its reports', async () => {
		const members = await harvest('members', WORLD, vera);
		const reports = await harvest('reports', WORLD, vera);

		expect(await members.json()).toMatchObject([{ Customer_ID: '0000000000000000' }]);
		const paths = ((await reports.json()) as { Path: string }[]).map(({ Path }) => Path);
		expect(paths).toContain('/r51/reports/ir');
		expect((await harvest('reports/ir', `${WORLD}&${WHOLE}`, vera)).status).toBe(200);
	});

	it('gives the report that the site gives', async () => {
		const harvested = await harvest('reports/pr', `${WORLD}&${WHOLE}`, vera);
		const given = await get('pr', `${WHOLE}&format=json`, vera);

		type Report = { Report_Header: object; Report_Items: unknown };
		const [one, other] = (await Promise.all([harvested.json(), given.json()])) as [Report, Report];
		expect(one.Report_Items).toEqual(other.Report_Items);
		expect(JSON.stringify(one.Report_Items)).toContain('Searches_Platform');
	});

	it.each([
		['nobody', 'reports/pr', `${WORLD}&${WHOLE}`, () => undefined, 401, 2000],
		['a startup', 'reports/pr', `${WORLD}&${WHOLE}`, () => ben, 403, 2010],
		['a lab of all', 'reports/ir', `${WORLD}&${WHOLE}`, () => ada, 403, 2010],
		['nobody its customers', 'members', WORLD, () => undefined, 401, 2000],
		['one that names no customer', 'reports', '', () => vera, 400, 1030],
		[
			'one that names no platform',
			'reports/ir',
			`${WORLD}&${WHOLE}&platform=x`,
			() => vera,
			400,
			1030
		]
	] as [string, string, string, () => Customer | undefined, number, number][])(
		'answers %s with an exception',
		async (_who, path, query, as, status, code) => {
			const response = await harvest(path, query, as());

			expect(response.status).toBe(status);
			expect(await response.json()).toMatchObject({ Code: code });
		}
	);

	it('does not know other paths', async () => {
		expect((await harvest('reports/tr', `${WORLD}&${WHOLE}`, vera)).status).toBe(404);
	});
});
