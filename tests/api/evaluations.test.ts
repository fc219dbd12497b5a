/** Results of evaluations as files: what they say of themselves, that they stay, and that they verify. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import type { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openApiDocument } from '#lib/api/openapi.ts';
import type { ResultDocument } from '#lib/evaluation/result-document.ts';
import { startApp, type App } from '../support/app.ts';
import { connect, toDb } from '../support/database.ts';
import { beginRestating, measureRest } from '../support/evaluation-calls.ts';
import { commitEvaluationOfTwo } from '../support/published-evaluation.ts';
import { readSheet } from '../support/read-sheet.ts';
import { unlikeDescribed } from '../support/unlike-described.ts';

type Result = { digest: string; document: ResultDocument };
type Version = { version: number; stage: string; digest: string; reason: string | null };
type List = { items: { code: string; state: string; versions: Version[] }[] };

let app: App;
let database: Client;
let made: Awaited<ReturnType<typeof commitEvaluationOfTwo>>;
let folder: string;

beforeAll(async () => {
	database = await connect();
	made = await commitEvaluationOfTwo(database, 'published');
	folder = await mkdtemp(join(tmpdir(), 'yixiang-results-'));
	app = await startApp();
});
afterAll(async () => {
	await app.stop();
	await database.end();
	await rm(folder, { recursive: true, force: true });
});

function get(query = '', code = made.cycle.code, headers = {}): Promise<Response> {
	return fetch(`${app.origin}/api/v1/evaluations/${code}${query}`, { headers });
}

async function listed() {
	const answer = await fetch(`${app.origin}/api/v1/evaluations`);
	const list = (await answer.json()) as List;
	return { list, own: list.items.find(({ code }) => code === made.cycle.code) };
}

async function runVerify(content: string, saved?: string) {
	const files = [join(folder, 'result.json'), join(folder, 'saved.json')] as const;
	await writeFile(files[0], content);
	if (saved !== undefined) await writeFile(files[1], saved);
	const { status, stdout, stderr } = spawnSync(
		process.execPath,
		['scripts/verify.ts', files[0], ...(saved === undefined ? [] : ['--digests', files[1]])],
		{ encoding: 'utf8' }
	);
	return { status, said: stdout + stderr };
}

describe('the list of evaluations', () => {
	it('has what is public of each, with its digests', async () => {
		const { own } = await listed();

		expect(own).toMatchObject({
			state: 'published',
			versions: [
				{ version: 1, stage: 'publicity', reason: null },
				{ version: 2, stage: 'published', reason: null }
			]
		});
	});

	it('is as the API says of itself', async () => {
		const { components } = openApiDocument('http://localhost');
		const { list } = await listed();

		expect(
			unlikeDescribed(components.schemas['EvaluationList'] ?? {}, list, components.schemas)
		).toEqual([]);
	});
});

describe('a result', () => {
	it('is as the API says of itself', async () => {
		const { components } = openApiDocument('http://localhost');

		expect(
			unlikeDescribed(
				components.schemas['EvaluationResult'] ?? {},
				await (await get()).json(),
				components.schemas
			)
		).toEqual([]);
	});

	it('holds the document as its digest is of it', async () => {
		const text = await (await get('?version=1')).text();
		const { digest, document } = JSON.parse(text) as Result;
		const written = text.slice(text.indexOf('"document":') + '"document":'.length, -'}\n'.length);

		expect(createHash('sha256').update(written).digest('hex')).toBe(digest);
		expect(document.platforms.map(({ id }) => id)).toEqual([made.platform.id, made.idle.id]);
	});

	it('says the same in every form', async () => {
		const { digest, document } = (await (await get()).json()) as Result;
		const csv = await (await get('?format=csv')).text();
		const xlsx = new Uint8Array(await (await get('?format=xlsx')).arrayBuffer());
		const [head = '', table = ''] = csv.replace(/^\uFEFF/, '').split('\r\n\r\n');
		const facts = Object.fromEntries(parse(head)) as Record<string, string>;
		const rows = parse<Record<string, string>>(table, { columns: true });

		expect(facts).toMatchObject({ digest, window_from: '2026-01-01', window_until: '2026-03-31' });
		expect(readSheet(xlsx, 2)).toContainEqual({ field: 'digest', value: digest });
		for (const [index, platform] of document.platforms.entries()) {
			expect(rows[index]).toMatchObject({
				id: platform.id,
				total: platform.total,
				A1_points: platform.scores['A1']?.points ?? '',
				D1_points: ''
			});
			expect(readSheet(xlsx, 1)[index]).toMatchObject({
				id: platform.id,
				name: platform.name,
				total: Number(platform.total)
			});
		}
	});

	it('runs nothing in a spreadsheet', async () => {
		const csv = await (await get('?format=csv')).text();

		expect(csv).toContain(`,'${made.idle.name},`);
	});

	it.each(['json', 'csv', 'xlsx'])(
		'as %s is the same bytes whenever it is asked for',
		async (form) => {
			const first = await get(`?format=${form}`);
			const again = await get(`?format=${form}&version=2`);

			expect(Buffer.from(await again.arrayBuffer())).toEqual(
				Buffer.from(await first.arrayBuffer())
			);
			expect(again.headers.get('etag')).toBe(first.headers.get('etag'));
		}
	);

	it('is not sent to who has it', async () => {
		const tag = (await get()).headers.get('etag') ?? '';
		const again = await get('', made.cycle.code, { 'if-none-match': tag });
		const table = await get('?format=csv', made.cycle.code, { 'if-none-match': tag });

		expect([again.status, table.status]).toEqual([304, 200]);
		expect(await again.text()).toBe('');
	});

	it('is kept a day where its version is named, and asked for anew where it is the last', async () => {
		expect((await get('?version=2')).headers.get('cache-control')).toBe('public, max-age=86400');
		expect((await get()).headers.get('cache-control')).toBe('public, no-cache');
	});

	it('that was restated is a further version, and the earlier one stays', async () => {
		const before = await (await get('?version=2')).text();
		await database.query('begin');
		await beginRestating(toDb(database), made.vera, made.cycle, '补录');
		await database.query('commit');
		// Until it is measured, what was public before is what is public.
		expect(((await (await get()).json()) as Result).document.version).toBe(2);
		await measureRest(toDb(database), made.cycle);

		const latest = (await (await get()).json()) as Result;

		expect(latest.document).toMatchObject({ version: 3, stage: 'restated', reason: '补录' });
		expect(await (await get('?version=2')).text()).toBe(before);
	});

	it('is refused where there is none', async () => {
		const open = await commitEvaluationOfTwo(database, 'open');
		const answers = await Promise.all([
			get('', open.cycle.code),
			get('', 'NO-SUCH'),
			get('?version=99'),
			get('?version=x'),
			get('?format=pdf')
		]);

		expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 422, 422]);
		expect(await answers[0].json()).toMatchObject({
			type: '/api/v1/problems/evaluation_not_public',
			detail: 'open'
		});
	});
});

describe('npm run verify', () => {
	it('finds a downloaded result whole, by the list and by an earlier download', async () => {
		const content = await (await get('?version=2')).text();
		const list = await (await fetch(`${app.origin}/api/v1/evaluations`)).text();

		for (const saved of [undefined, list, content]) {
			const { status, said } = await runVerify(content, saved);
			expect(said).toContain(`Whole: results of ${made.cycle.code}, version 2, 2 platforms`);
			expect(status).toBe(0);
		}
	});

	it('finds a figure that was changed, and a digest that is another', async () => {
		const content = await (await get('?version=2')).text();
		const edited = content.replace(/"total":"[\d.]+"/, '"total":"99.9"');

		const changed = await runVerify(edited);
		const other = await runVerify(content, content.replace(/"digest":"./, '"digest":"_'));

		expect(edited).not.toBe(content);
		expect(changed.said).toContain('the file was altered');
		expect(changed.said).toContain('the total is not what its points make');
		expect(changed.status).toBe(1);
		expect(other).toMatchObject({
			status: 2,
			said: expect.stringContaining('no file of ours') as string
		});
	});
});
