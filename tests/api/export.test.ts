import { createHash } from 'node:crypto';
import { createServerClient } from '@supabase/ssr';
import { createClient, type SupabaseClient } from '@supabase/supabase-js';
import { parse } from 'csv-parse/sync';
import type { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '#lib/database.types.ts';
import { IMPORT_KINDS, type ImportKind } from '#lib/import/columns.ts';
import { importFile, type RefusedRow } from '#lib/import/import-file.ts';
import { sendBatch } from '#lib/import/send-batch.ts';
import { aMembership, anInstrument, anOrganisation, aPlatform } from '../support/builders.ts';
import { startCountedApp, type CountedApp } from '../support/count-questions.ts';
import { signInCustomers, type Customer } from '../support/customers.ts';
import { connect, toDb } from '../support/database.ts';
import { demoId } from '../support/demo-id.ts';
import { readZip } from '../support/read-zip.ts';

type Id = { id: string };
type Manifest = {
	platform: Id;
	as_of: string;
	time_zone: string;
	files: {
		name: string;
		rows?: number;
		bytes: number;
		sha256: string;
		columns?: { name: string; zh: string; en: string }[];
	}[];
};

const BOOKINGS = 2500;
/** What a spreadsheet would run, with ends of lines and quotes. */
const PURPOSE = '=HYPERLINK("https://evil.example","x")\r\n-2, "quoted"\n';
/** What turns the direction of text, which no constraint keeps out of longer descriptions. */
const TECHNICAL = '\u202Egnp.exe\u202C,\n"quoted"';

let app: CountedApp;
let database: Client;
let ada: Customer;
let tom: Customer;
let eve: Customer;
let platform: Id;

beforeAll(async () => {
	database = await connect();
	const db = toDb(database);
	const university = await anOrganisation(db, 'university', 'Exporting university');
	platform = await aPlatform(db, university);
	const instrument = await anInstrument(db, platform, { name: 'Mikroskop' });
	await database.query('update public.instruments set technical = $2 where id = $1', [
		instrument.id,
		TECHNICAL
	]);
	const [first, second, third] = await signInCustomers(database, 3);
	if (!first || !second || !third) throw new Error('Three customers are needed.');
	[ada, tom, eve] = [first, second, third];
	await aMembership(db, { person: ada, organisation: university, role: 'manager', platform });
	await aMembership(db, { person: tom, organisation: university, role: 'technician', platform });
	await database.query(
		`insert into public.bookings
			(instrument_id, platform_id, organisation_id, person_id, rule_id, reserved, status, currency, purpose)
		select
			$1, $2, $3, $4, (select id from public.booking_rules where instrument_id = $1),
			tstzrange(starts_at, starts_at + interval '1 hour'), 'confirmed', 'CNY', $5
		from generate_series(1, $6::integer) as n
		cross join lateral (select timestamptz '2025-01-01 00:00Z' + n * interval '2 hours' as starts_at) as starts`,
		[instrument.id, platform.id, eve.organisationId, eve.id, PURPOSE, BOOKINGS]
	);
	app = await startCountedApp();
});

afterAll(async () => {
	await app.stop();
	await database.end();
});

function download(as: { token: string }, of: Id, path: string): Promise<Response> {
	return fetch(`${app.origin}/lab/platforms/${of.id}/export${path}`, {
		headers: { authorization: `Bearer ${as.token}` }
	});
}

async function downloadArchive(as: { token: string }, of: Id) {
	const answer = await download(as, of, '/archive');
	const files = readZip(Buffer.from(await answer.arrayBuffer()));
	const manifest = JSON.parse(String(files.get('manifest.json'))) as Manifest;
	return { answer, files, manifest };
}

let firstArchive: ReturnType<typeof downloadArchive> | undefined;

/** The archive as it was first taken, for the tests that only read it. */
function theArchive() {
	return (firstArchive ??= downloadArchive(ada, platform));
}

function readCsv(text: string | Buffer): Record<string, string>[] {
	return parse(text, { columns: true, bom: true });
}

describe('the archive of a platform', () => {
	it('is saved under the name of the platform and kept by nobody on the way', async () => {
		const { answer } = await theArchive();

		expect(Object.fromEntries(answer.headers)).toMatchObject({
			'content-type': 'application/zip',
			'content-disposition': expect.stringMatching(
				/^attachment; filename="[\x20-\x7E]+\.zip"; filename\*=UTF-8''%E4%BB%AA%E4%BA%AB[\w%.-]+\.zip$/
			) as string,
			'content-security-policy': "sandbox; default-src 'none'",
			'x-content-type-options': 'nosniff',
			'cache-control': 'private, no-store'
		});
	});

	it('tells how far it is, and at its end how much it was', async () => {
		const { manifest } = await downloadArchive(ada, platform);
		const { last } = (await (await download(ada, platform, '/progress')).json()) as {
			last: Record<string, unknown>;
		};

		const parts = manifest.files.filter(({ rows }) => rows !== undefined);
		expect(last).toMatchObject({
			finished_at: expect.any(String) as string,
			parts_done: parts.length,
			rows_done: parts.reduce((sum, { rows }) => sum + (rows ?? 0), 0)
		});
	});

	it('has a manifest that tells of every file what it is', async () => {
		const { files, manifest } = await theArchive();

		const names = [...files.keys()];
		expect(names[0]).toBe('README.txt');
		expect(names.at(-1)).toBe('manifest.json');
		expect(manifest.files.map(({ name }) => name)).toEqual(names.slice(0, -1));
		expect(manifest).toMatchObject({ platform: { id: platform.id }, time_zone: 'Asia/Shanghai' });
		for (const { name, rows, bytes, sha256, columns } of manifest.files) {
			const content = files.get(name) ?? Buffer.alloc(0);
			expect([name, content.length]).toEqual([name, bytes]);
			expect([name, createHash('sha256').update(content).digest('hex')]).toEqual([name, sha256]);
			if (!name.endsWith('.csv')) continue;
			const [header, ...lines]: string[][] = parse(content, { bom: true });
			expect([name, lines.length]).toEqual([name, rows]);
			expect(columns?.map((column) => column.name)).toEqual(header);
		}
	});

	it('lists its files in the same order every time', async () => {
		const first = await theArchive();
		const second = await downloadArchive(ada, platform);

		expect([...first.files.keys()]).toEqual([...second.files.keys()]);
		expect(
			first.files.get('bookings.csv')?.equals(second.files.get('bookings.csv') ?? Buffer.of())
		).toBe(true);
	});

	it('names customers and instruments beside their ids', async () => {
		const { files } = await theArchive();

		const [booking] = readCsv(files.get('bookings.csv') ?? '');
		expect(booking).toMatchObject({
			instrument_name: 'Mikroskop',
			organisation_id: eve.organisationId,
			organisation_name: expect.stringMatching(/^Customer /) as string,
			status: 'confirmed'
		});
	});

	it('lets no spreadsheet run a cell, and breaks no line', async () => {
		const { files } = await theArchive();

		const bookings = readCsv(files.get('bookings.csv') ?? '');
		expect(bookings).toHaveLength(BOOKINGS);
		expect(new Set(bookings.map(({ purpose }) => purpose))).toEqual(new Set([`'${PURPOSE}`]));
	});

	it('gives text back as it is kept, whichever way it runs', async () => {
		const { files } = await theArchive();

		expect(readCsv(files.get('instruments.csv') ?? '')).toMatchObject([{ technical: TECHNICAL }]);
	});

	it('holds the files of bookings, and of one that was taken back only that it was there', async () => {
		const [booking] = readCsv(await (await download(ada, platform, '/parts/bookings')).text());
		const files = `${app.origin}/api/v1/bookings/${booking?.['record_id'] ?? ''}/files`;
		const headers = { authorization: `Bearer ${ada.token}` };
		const share = async (name: string, body: string) => {
			const query = new URLSearchParams({ name }).toString();
			const type = { 'content-type': 'application/octet-stream' };
			const shared = await fetch(`${files}?${query}`, {
				method: 'POST',
				headers: { ...headers, ...type },
				body
			});
			return shared.headers.get('location') ?? '';
		};
		const kept = (await share('结果.txt', 'the result')).split('/').at(-1) ?? '';
		const retired = await share('mistake.txt', 'a mistake');
		await fetch(`${app.origin}${retired}`, { method: 'DELETE', headers });

		const archive = await downloadArchive(ada, platform);

		const attached = [...archive.files].filter(([name]) => name.startsWith('files/'));
		expect(attached.map(([name, content]) => [name, String(content)])).toEqual([
			[`files/${kept}/结果.txt`, 'the result']
		]);
		const listed = readCsv(archive.files.get('files.csv') ?? '');
		expect(listed.map(({ name }) => name).toSorted()).toEqual(['mistake.txt', '结果.txt']);
	});

	it('is on record', async () => {
		await downloadArchive(ada, platform);

		const { rows } = await database.query(
			`select person_id, after from public.audit_entries
			where action = 'export_platform' and subject_id = $1 order by id desc limit 1`,
			[platform.id]
		);
		expect(rows).toEqual([{ person_id: ada.id, after: { part: null } }]);
	});
});

describe('a part of it', () => {
	it('is the file that stands in the archive', async () => {
		const { files } = await downloadArchive(ada, platform);

		const answer = await download(ada, platform, '/parts/instruments');

		expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8');
		expect(Buffer.from(await answer.arrayBuffer())).toEqual(files.get('instruments.csv'));
	});

	it('asks once for a page of rows, and once for all names that are in it', async () => {
		app.takeAsked();
		await (await download(ada, platform, '/parts/bookings')).text();

		expect(app.takeAsked()).toEqual([
			...Array.from({ length: Math.ceil(BOOKINGS / 1000) }, () => '/rest/v1/bookings'),
			'/rest/v1/memberships',
			'/rest/v1/platforms',
			'/rest/v1/rpc/names_of',
			'/rest/v1/rpc/record_export'
		]);
	});

	it('is not there under another name', async () => {
		expect((await download(ada, platform, '/parts/secrets')).status).toBe(404);
	});
});

describe('whoever does not manage the platform', () => {
	it.for(['', '/archive', '/progress', '/parts/bookings'])(
		'gets nothing from the export%s',
		async (path) => {
			expect((await download(tom, platform, path)).status).toBe(403);
			expect((await download(eve, platform, path)).status).toBe(403);
		}
	);

	it.for(['/archive', '/progress', '/parts/bookings'])(
		'finds no export%s of a platform that there is not',
		async (path) => {
			expect((await download(ada, { id: crypto.randomUUID() }, path)).status).toBe(404);
		}
	);

	it('is sent to sign in', async () => {
		const answer = await fetch(`${app.origin}/lab/platforms/${platform.id}/export/archive`, {
			redirect: 'manual'
		});

		expect(answer.status).toBe(303);
		expect(answer.headers.get('location')).toMatch(/^\/sign-in\?/);
	});
});

describe('a session in cookies', () => {
	it.for([
		['kept as it is with an hour left', 3600, false],
		['renewed before the archive begins with ten minutes left', 600, true]
	] as const)('is %s', async (given) => {
		const [, secondsLeft, isRenewed] = given;
		const cookie = await cookieOf('lab@demo.test', secondsLeft);

		const answer = await fetch(
			`${app.origin}/lab/platforms/${demoId('platform/materials')}/export/archive`,
			{ headers: { cookie } }
		);
		const files = readZip(Buffer.from(await answer.arrayBuffer()));

		expect(answer.headers.getSetCookie().some((set) => set.includes('-auth-token'))).toBe(
			isRenewed
		);
		expect(files.has('manifest.json')).toBe(true);
	});
});

describe('the catalogue of an export', () => {
	const lab = createClient<Database>(
		process.env['PUBLIC_SUPABASE_URL'] ?? '',
		process.env['PUBLIC_SUPABASE_PUBLISHABLE_KEY'] ?? '',
		{ auth: { persistSession: false, autoRefreshToken: false } }
	);
	const materials = { id: demoId('platform/materials') };
	let files: Map<string, Buffer>;

	beforeAll(async () => {
		const { data, error } = await lab.auth.signInWithPassword({
			email: 'lab@demo.test',
			password: 'yixiang-demo'
		});
		if (error) throw error;
		({ files } = await downloadArchive({ token: data.session.access_token }, materials));
	});

	it.for([...IMPORT_KINDS, 'literature-instruments'] as const)(
		'loads again without a change: %s',
		async (name) => {
			const file = files.get(`${name}.csv`) ?? Buffer.alloc(0);
			const rows = readCsv(file).length;

			const { totals, refused } = await tryImport(
				lab,
				name === 'literature-instruments' ? 'literature' : name,
				file,
				materials
			);

			expect(refused).toEqual([]);
			expect(rows).toBeGreaterThan(0);
			expect(totals).toMatchObject({ rows, unchanged: rows, unknownInstruments: 0 });
		}
	);
});

/** The cookie of a demo account as the site sets it, with so much of its time left. */
async function cookieOf(email: string, secondsLeft: number): Promise<string> {
	const jar: { name: string; value: string }[] = [];
	const client = createServerClient(
		process.env['PUBLIC_SUPABASE_URL'] ?? '',
		process.env['PUBLIC_SUPABASE_PUBLISHABLE_KEY'] ?? '',
		{
			cookies: {
				encode: 'tokens-only',
				getAll: () => [],
				setAll: (cookies) => void jar.push(...cookies)
			}
		}
	);
	const { error } = await client.auth.signInWithPassword({ email, password: 'yixiang-demo' });
	if (error) throw error;
	const [session] = jar.filter(({ value }) => value !== '');
	if (!session) throw new Error('No cookie was set.');
	const stored = JSON.parse(
		Buffer.from(session.value.replace('base64-', ''), 'base64url').toString()
	) as object;
	const shortened = { ...stored, expires_at: Math.floor(Date.now() / 1000) + secondsLeft };
	return `${session.name}=base64-${Buffer.from(JSON.stringify(shortened)).toString('base64url')}`;
}

/** What an import would do, asked as the lab's manager through the code of the importer's page. */
async function tryImport(
	lab: SupabaseClient<Database>,
	kind: ImportKind,
	file: Buffer,
	{ id: platformId }: Id
) {
	const { data: subjects } = await lab.from('subjects').select('code, name').throwOnError();
	const refused: RefusedRow[] = [];
	const totals = await importFile(
		async function* () {
			yield await Promise.resolve(file);
		},
		{
			kind,
			context: {
				timeZone: 'Asia/Shanghai',
				subjects: new Map(subjects.map(({ code, name }) => [name, code]))
			},
			hasPlatform: true,
			isDryRun: true,
			send: (entries) =>
				sendBatch(lab, entries, {
					kind,
					runId: crypto.randomUUID(),
					platformId,
					isDryRun: true,
					hours: { opens: '09:00', closes: '17:00' }
				}),
			onRefused: (row) => refused.push(row)
		}
	);
	return { totals, refused };
}
