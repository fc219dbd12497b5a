/** The ledger as files: who gets them, that they verify, and that they are the same bytes later. */
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startApp, type App } from '../support/app.ts';
import { aMembership, anOrganisation } from '../support/builders.ts';
import { signInCustomers, type Customer } from '../support/customers.ts';
import { connect, toDb } from '../support/database.ts';
import type { LedgerRecord } from '../../src/lib/ledger/canonical.ts';
import { demoId } from '../support/demo-id.ts';
import { readSheet } from '../support/read-sheet.ts';
import { startWorker } from '../support/worker.ts';

const MATERIALS = `/api/v1/ledger/platforms/${demoId('platform/materials')}`;

let app: App;
let database: Client;
let vera: Customer;
let ben: Customer;
let folder: string;

beforeAll(async () => {
	database = await connect();
	const db = toDb(database);
	const [first, second] = await signInCustomers(database, 2);
	if (!first || !second) throw new Error('Two customers are needed.');
	[vera, ben] = [first, second];
	const agency = await anOrganisation(db, 'agency', 'Ledger agency');
	await aMembership(db, { person: vera, organisation: agency, role: 'evaluator' });
	folder = await mkdtemp(join(tmpdir(), 'yixiang-ledger-'));
	app = await startApp();

	// The worker seals what the demo has behind it, with a key of its own.
	const worker = await startWorker({
		...process.env,
		LEDGER_KEY_FILE: join(folder, 'key.pem')
	});
	await vi.waitFor(
		async () => {
			const next = await db.one('select private.next_ledger_day()::text as day');
			expect(next).toEqual({ day: null });
		},
		{ timeout: 300_000, interval: 500 }
	);
	await worker.stop();
});
afterAll(async () => {
	await app.stop();
	await database.end();
	await rm(folder, { recursive: true, force: true });
});

function get(path: string, as?: Customer): Promise<Response> {
	return fetch(`${app.origin}${path}`, {
		headers: as ? { authorization: `Bearer ${as.token}` } : {}
	});
}

async function keep(name: string, content: string): Promise<string> {
	const file = join(folder, name);
	await writeFile(file, content);
	return file;
}

function runVerify(...files: string[]) {
	const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/verify.ts', ...files], {
		encoding: 'utf8'
	});
	return { status, said: stdout + stderr };
}

describe('an exported ledger', () => {
	it('is the same bytes whenever it is asked for', async () => {
		const [first, again] = await Promise.all([
			(await get(MATERIALS, vera)).text(),
			(await get(MATERIALS, vera)).text()
		]);

		expect(first.length).toBeGreaterThan(10_000);
		expect(again).toBe(first);
	});

	it.each(['json', 'csv'])('verifies as %s against the published digests', async (format) => {
		const file = await keep(
			`ledger.${format}`,
			await (await get(`${MATERIALS}?format=${format}`, vera)).text()
		);
		const digests = await keep('digests.json', await (await get('/api/v1/ledger/digests')).text());

		const { status, said } = runVerify(file, '--digests', digests);

		expect(said).toMatch(/Whole: \d+ records, compared with saved digests of \d+ days/);
		expect(status).toBe(0);
	});

	it('is also a workbook, with the same records and numbers that can be added up', async () => {
		const [workbook, json] = await Promise.all([
			(await get(`${MATERIALS}?format=xlsx`, vera)).arrayBuffer(),
			(await get(MATERIALS, vera)).json() as Promise<{ records: LedgerRecord[] }>
		]);

		const rows = readSheet(new Uint8Array(workbook), 1);
		expect(rows.map(({ hash }) => hash)).toEqual(json.records.map(({ hash }) => hash));
		expect(rows.map(({ seq, quantity }) => [seq, quantity])).toEqual(
			json.records.map(({ seq, quantity }) => [Number(seq), Number(quantity)])
		);
		expect(readSheet(new Uint8Array(workbook), 4)).toHaveLength(
			Object.keys(json.records[0] ?? {}).length
		);
	});

	it('that was edited does not, and the record is named', async () => {
		const text = await (await get(MATERIALS, vera)).text();
		const edited = text.replace('"purpose_code":"goods_inspection"', '"purpose_code":"136"');
		const file = await keep('edited.json', edited);

		const { status, said } = runVerify(file);

		expect(edited).not.toBe(text);
		expect(said).toMatch(/Record \d+ \([0-9a-f-]{36}\) was altered/);
		expect(status).toBe(1);
	});

	it('is told from a file that is none', async () => {
		const { status, said } = runVerify(await keep('other.json', '{}'));

		expect(said).toContain('is no file of ours');
		expect(status).toBe(2);
	});

	it('is for who sees all of it', async () => {
		const statuses = await Promise.all([get(MATERIALS), get(MATERIALS, ben)]);

		expect(statuses.map(({ status }) => status)).toEqual([401, 404]);
	});

	it('is none of a day that is not sealed', async () => {
		const response = await get(`${MATERIALS}?until=2999-01-01`, vera);

		expect(response.status).toBe(409);
		expect(await response.json()).toMatchObject({ type: '/api/v1/problems/ledger_not_sealed' });
	});
});
