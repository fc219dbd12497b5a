/** Usage figures as files: all forms agree with one another and with a scan, and stay as they are. */
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
import { scanLedger } from '../support/scan-ledger.ts';
import { unlikeDescribed } from '../support/unlike-described.ts';

const PLATFORM = { id: demoId('platform/materials') };
const WINDOW = { from: '2026-01-01', to: '2026-10-31' };

type Figures = Record<string, string | number | boolean | null>;
type Report = { as_of: string | null; rows: Figures[]; total: Figures };

let app: App;
let database: Client;
let vera: Customer;
let ben: Customer;

beforeAll(async () => {
	database = await connect();
	const db = toDb(database);
	const [first, second] = await signInCustomers(database, 2);
	if (!first || !second) throw new Error('Two customers are needed.');
	[vera, ben] = [first, second];
	const agency = await anOrganisation(db, 'agency', 'Figures agency');
	await aMembership(db, { person: vera, organisation: agency, role: 'evaluator' });
	app = await startApp();
});
afterAll(async () => {
	await app.stop();
	await database.end();
});

function get(query: Record<string, string>, as?: Customer): Promise<Response> {
	const address = `${app.origin}/api/v1/reports/usage?${new URLSearchParams(query).toString()}`;
	return fetch(address, { headers: as ? { authorization: `Bearer ${as.token}` } : {} });
}

describe('a report of usage', () => {
	it.each(['platform', 'month', 'class', 'organisation', 'purpose'] as const)(
		'by %s says the same in every form, and what a scan of the ledger says',
		async (group_by) => {
			const query = { ...WINDOW, group_by, platform: PLATFORM.id };
			const json = (await (await get({ ...query, format: 'json' }, vera)).json()) as Report;
			const csv = await (await get({ ...query, format: 'csv', bom: 'false' }, vera)).text();
			const xlsx = new Uint8Array(
				await (await get({ ...query, format: 'xlsx' }, vera)).arrayBuffer()
			);
			const scan = await scanLedger(toDb(database), PLATFORM, {
				from: WINDOW.from,
				until: WINDOW.to,
				group_by
			});

			expect(json.rows.length).toBeGreaterThan(0);
			const rows = [...json.rows, { ...json.total, key: 'total' }];
			expect(readTable(csv)).toEqual(rows.map((row) => asText(row)));
			expect(readSheet(xlsx, 1)).toEqual(
				rows.map(({ suppressed: _, ...row }) => withoutEmpty(row))
			);
			expect(
				json.rows
					.filter(({ key }) => scan.some((row) => row['key'] === key))
					.map(({ key, records, used_hours, charged_yuan }) => [
						key,
						records,
						used_hours,
						charged_yuan
					])
			).toEqual(
				scan.map((row) => [
					row['key'],
					row['records'],
					Math.round((Number(row['used_minutes']) / 60) * 1e4) / 1e4,
					Number(row['charged_fen']) / 100
				])
			);
		}
	);

	it('is the same bytes whenever it is asked for', async () => {
		for (const format of ['json', 'csv', 'xlsx']) {
			const query = { ...WINDOW, group_by: 'instrument', format };
			const [first, again] = [await get(query, vera), await get(query, vera)];
			expect(Buffer.from(await first.arrayBuffer())).toEqual(
				Buffer.from(await again.arrayBuffer())
			);
		}
	});

	it('is what the API says of itself', async () => {
		const { components } = openApiDocument('http://localhost');
		const answer = await get(WINDOW, vera);

		expect(
			unlikeDescribed(
				components.schemas['UsageReport'] ?? {},
				await answer.json(),
				components.schemas
			)
		).toEqual([]);
	});

	it('keeps small groups from a startup, and the total that would tell them', async () => {
		const report = (await (await get({ ...WINDOW, group_by: 'instrument' }, ben)).json()) as Report;

		const small = report.rows.filter(({ suppressed }) => suppressed === true);
		expect(small.length).toBeGreaterThan(0);
		expect(
			small.every(({ records, organisations }) => records === null && organisations === null)
		).toBe(true);
		expect(report.total).toMatchObject({ suppressed: true, records: null });
	});

	it('refuses visitors, a window that is none, and organisations to a startup', async () => {
		expect((await get(WINDOW)).status).toBe(401);
		expect((await get({ from: '2026-02-30', to: '2026-03-01' }, vera)).status).toBe(422);
		expect((await get({ from: '2026-03-02', to: '2026-03-01' }, vera)).status).toBe(422);
		expect((await get({ ...WINDOW, group_by: 'organisation' }, ben)).status).toBe(403);
		expect((await get({ ...WINDOW, as_of: '2030-01-01' }, vera)).status).toBe(409);
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

function asText({ suppressed: _, ...row }: Figures): Record<string, string> {
	return Object.fromEntries(
		Object.entries(withoutEmpty(row)).map(([name, value]) => [name, String(value)])
	);
}

function withoutEmpty(row: Figures): Figures {
	return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null));
}
