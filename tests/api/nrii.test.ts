/** Lists for the national register as files: all forms agree, stay as they are, and name people to managers alone. */
import { parse } from 'csv-parse/sync';
import type { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openApiDocument } from '#lib/api/openapi.ts';
import { withoutFormulaGuard } from '#lib/export/csv-line.ts';
import { startApp, type App } from '../support/app.ts';
import { aMembership, anOrganisation } from '../support/builders.ts';
import { signInCustomers, type Customer } from '../support/customers.ts';
import { connect, toDb } from '../support/database.ts';
import { demoId } from '../support/demo-id.ts';
import { readSheet } from '../support/read-sheet.ts';
import { unlikeDescribed } from '../support/unlike-described.ts';

const PLATFORM = demoId('platform/materials');
const WINDOW = { from: '2026-01-01', to: '2026-10-31' };

type Row = Record<string, string | number | null>;
type List = {
	instruType: number;
	names_applicants: boolean | null;
	instruList: Row[];
	pending: { label: string; issues: { field: string; problem: string }[] }[];
};

let app: App;
let database: Client;
let vera: Customer;
let lea: Customer;
let ben: Customer;

beforeAll(async () => {
	database = await connect();
	const db = toDb(database);
	[vera, lea, ben] = (await signInCustomers(database, 3)) as [Customer, Customer, Customer];
	const agency = await anOrganisation(db, 'agency', 'Register agency');
	await aMembership(db, { person: vera, organisation: agency, role: 'evaluator' });
	const host = await db.one<{ id: string }>(
		'select organisation_id as id from public.platforms where id = $1',
		[PLATFORM]
	);
	await aMembership(db, {
		person: lea,
		organisation: host,
		platform: { id: PLATFORM },
		role: 'manager'
	});
	app = await startApp();
});
afterAll(async () => {
	await app.stop();
	await database.end();
});

function get(list: string, query: Record<string, string>, as?: Customer): Promise<Response> {
	const address = `${app.origin}/api/v1/reports/nrii/${list}?${new URLSearchParams(query).toString()}`;
	return fetch(address, { headers: as ? { authorization: `Bearer ${as.token}` } : {} });
}

describe.each(['instruments', 'service-records'])('a list of %s', (list) => {
	const query = { ...WINDOW, platform: PLATFORM, pending: 'true' };

	it('says the same in every form', async () => {
		const json = (await (await get(list, query, lea)).json()) as List;
		const csv = await (await get(list, { ...query, format: 'csv', bom: 'false' }, lea)).text();
		const xlsx = new Uint8Array(
			await (await get(list, { ...query, format: 'xlsx' }, lea)).arrayBuffer()
		);

		expect(json.instruList.length).toBeGreaterThan(0);
		expect(readTable(csv)).toEqual(json.instruList.map(asText));
		expect(readSheet(xlsx, 1)).toEqual(json.instruList.map(withoutEmpty));
		expect(readSheet(xlsx, 2).map(({ record, field }) => [record, field])).toEqual(
			json.pending.flatMap(({ label, issues }) => issues.map(({ field }) => [label, field]))
		);
	});

	it('leaves out what lacks something, and says of each what', async () => {
		const all = (await (await get(list, query, lea)).json()) as List;
		const complete = (await (await get(list, { ...query, pending: 'false' }, lea)).json()) as List;

		const lacking = all.pending.filter(({ issues }) =>
			issues.some(({ problem }) => problem !== 'cut')
		);
		expect(lacking.length).toBeGreaterThan(0);
		expect(complete.instruList.length + lacking.length).toBe(all.instruList.length);
		expect(complete.pending).toEqual(all.pending);
	});

	it('is the same bytes whenever it is asked for', async () => {
		for (const format of ['json', 'csv', 'xlsx']) {
			const [first, again] = [
				await get(list, { ...query, format }, vera),
				await get(list, { ...query, format }, vera)
			];
			expect(Buffer.from(await first.arrayBuffer())).toEqual(
				Buffer.from(await again.arrayBuffer())
			);
		}
	});

	it('is what the API says of itself', async () => {
		const { components } = openApiDocument('http://localhost');
		const answer: unknown = await (await get(list, query, vera)).json();

		expect(
			unlikeDescribed(components.schemas['NriiList'] ?? {}, answer, components.schemas)
		).toEqual([]);
	});

	it('is refused to visitors, startups and with a day that is not sealed', async () => {
		expect((await get(list, query)).status).toBe(401);
		expect((await get(list, query, ben)).status).toBe(403);
		expect((await get(list, WINDOW, lea)).status).toBe(422);
		expect((await get(list, { ...query, as_of: '2199-01-01' }, lea)).status).toBe(409);
	});
});

describe('service records', () => {
	it('name applicants to a manager alone, which the name of the file says', async () => {
		const query = { ...WINDOW, platform: PLATFORM, pending: 'true' };
		const [toManager, toEvaluator] = [
			await get('service-records', query, lea),
			await get('service-records', query, vera)
		];
		const [named, unnamed] = [(await toManager.json()) as List, (await toEvaluator.json()) as List];

		expect(toManager.headers.get('content-disposition')).toContain('-with-applicants.json');
		expect(toEvaluator.headers.get('content-disposition')).toContain('-without-applicants.json');
		expect([named.names_applicants, unnamed.names_applicants]).toEqual([true, false]);
		expect(named.instruList.some(({ applicant }) => applicant !== null)).toBe(true);
		expect(
			unnamed.instruList.every(
				({ applicant, applicantPhone, applicantEmail }) =>
					applicant === null && applicantPhone === null && applicantEmail === null
			)
		).toBe(true);
	});
});

/** The rows below the heads of a CSV, without empty cells. */
function readTable(csv: string): Record<string, string>[] {
	const [, table = ''] = csv.split('\r\n\r\n');
	const [heads = [], ...rows] = parse(table);
	return rows.map((cells) =>
		Object.fromEntries(
			heads.flatMap((head, index) => {
				const cell = withoutFormulaGuard(cells[index] ?? '');
				return cell === '' ? [] : [[head, cell]];
			})
		)
	);
}

function asText(row: Row): Record<string, string> {
	return Object.fromEntries(
		Object.entries(withoutEmpty(row)).map(([name, value]) => [name, String(value)])
	);
}

function withoutEmpty(row: Row): Row {
	return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null));
}
