import { randomBytes } from 'node:crypto';
import type { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApp, type App } from '../support/app.ts';
import { inDays } from '../support/booking-calls.ts';
import { aMembership, anInstrument, anOrganisation, aPlatform } from '../support/builders.ts';
import { signInCustomers, type Customer } from '../support/customers.ts';
import { connect, toDb } from '../support/database.ts';

const MEBIBYTE = 1_048_576;

let app: App;
let database: Client;
let ben: Customer;
let eve: Customer;
let ada: Customer;
let files: string;

beforeAll(async () => {
	database = await connect();
	const db = toDb(database);
	const university = await anOrganisation(db, 'university', 'File university');
	const platform = await aPlatform(db, university);
	const instrument = await anInstrument(db, platform);
	const [first, second, third] = await signInCustomers(database, 3);
	if (!first || !second || !third) throw new Error('Three customers are needed.');
	[ben, eve, ada] = [first, second, third];
	await aMembership(db, { person: ada, organisation: university, role: 'manager', platform });
	app = await startApp();

	const made = await fetch(`${app.origin}/api/v1/bookings`, {
		method: 'POST',
		headers: { authorization: `Bearer ${ben.token}`, 'content-type': 'application/json' },
		body: JSON.stringify({
			instrument_id: instrument.id,
			start: inDays(3, '10:00'),
			end: inDays(3, '12:00')
		})
	});
	const { id } = (await made.json()) as { id: string };
	files = `${app.origin}/api/v1/bookings/${id}/files`;
});

afterAll(async () => {
	await app.stop();
	await database.end();
});

function share(
	as: Customer,
	name: string,
	bytes: Buffer,
	headers: Record<string, string> = {}
): Promise<Response> {
	return fetch(`${files}?${new URLSearchParams({ name }).toString()}`, {
		method: 'POST',
		headers: {
			authorization: `Bearer ${as.token}`,
			'content-type': 'application/octet-stream',
			...headers
		},
		body: new Uint8Array(bytes)
	});
}

function download(as: Customer, address: string | null): Promise<Response> {
	return fetch(`${app.origin}${address ?? ''}`, {
		headers: { authorization: `Bearer ${as.token}` }
	});
}

function retire(as: Customer, address: string | null): Promise<Response> {
	return fetch(`${app.origin}${address ?? ''}`, {
		method: 'DELETE',
		headers: { authorization: `Bearer ${as.token}` }
	});
}

describe('a file of the largest size', () => {
	it('goes up and comes down byte for byte', async () => {
		const bytes = randomBytes(25 * MEBIBYTE);

		const shared = await share(ben, 'scan.raw', bytes);
		const address = shared.headers.get('location');
		const answer = await download(ada, address);

		expect(shared.status).toBe(201);
		expect(answer.headers.get('content-length')).toBe(String(bytes.length));
		expect(Buffer.from(await answer.arrayBuffer()).equals(bytes)).toBe(true);
		expect((await retire(ben, address)).status).toBe(204);
	});

	it('may not have one byte more', async () => {
		const answer = await share(ben, 'scan.raw', Buffer.alloc(25 * MEBIBYTE + 1));

		expect(answer.status).toBe(422);
		expect(await answer.json()).toMatchObject({ type: '/api/v1/problems/file_too_large' });
	});
});

describe('a file that is downloaded', () => {
	it('is saved and never shown', async () => {
		const shared = await share(ada, '结果 1.csv', Buffer.from('a,b\n1,2\n'));

		const answer = await download(ben, shared.headers.get('location'));

		expect(Object.fromEntries(answer.headers)).toMatchObject({
			'content-type': 'text/csv',
			'content-disposition': `attachment; filename="__ 1.csv"; filename*=UTF-8''%E7%BB%93%E6%9E%9C%201.csv`,
			'content-security-policy': "sandbox; default-src 'none'",
			'x-content-type-options': 'nosniff',
			'cache-control': 'private, no-store'
		});
		expect(await answer.text()).toBe('a,b\n1,2\n');
	});

	it('is not there for strangers, who cannot add one either', async () => {
		const shared = await share(ben, 'sheet.txt', Buffer.from('ours'));

		expect((await download(eve, shared.headers.get('location'))).status).toBe(404);
		expect((await share(eve, 'sheet.txt', Buffer.from('theirs'))).status).toBe(404);
		expect((await retire(eve, shared.headers.get('location'))).status).toBe(404);
	});

	it('is not there under another booking', async () => {
		const shared = await share(ben, 'sheet.txt', Buffer.from('ours'));
		const address = shared.headers
			.get('location')
			?.replace(/bookings\/[^/]+/, `bookings/${crypto.randomUUID()}`);

		expect((await download(ben, address ?? null)).status).toBe(404);
	});

	it('is not there once it was taken back', async () => {
		const shared = await share(ben, 'sheet.txt', Buffer.from('ours'));
		const address = shared.headers.get('location');

		expect((await retire(ada, address)).status).toBe(403);
		expect((await retire(ben, address)).status).toBe(204);
		expect((await download(ben, address)).status).toBe(404);
	});
});

describe('sharing a file', () => {
	it('lists it to both sides and not to strangers', async () => {
		await share(ben, 'listed.txt', Buffer.from('listed'));

		async function namesFor(as: Customer) {
			const answer = await fetch(files, { headers: { authorization: `Bearer ${as.token}` } });
			const { items } = (await answer.json()) as { items: { name: string }[] };
			return items.map(({ name }) => name);
		}

		expect(await namesFor(ada)).toContain('listed.txt');
		expect(await namesFor(eve)).toEqual([]);
	});

	it('twice with one key gives one file', async () => {
		const bytes = Buffer.from('only once');
		const key = { 'idempotency-key': crypto.randomUUID() };

		const first = await share(ben, 'once.txt', bytes, key);
		const second = await share(ben, 'once.txt', bytes, key);

		expect(second.status).toBe(201);
		expect(second.headers.get('location')).toBe(first.headers.get('location'));
	});

	it.each([
		['what is not declared as bytes', 'text/html', 415],
		['a form of another site', 'multipart/form-data; boundary=x', 403]
	])('refuses %s', async (_, type, status) => {
		const answer = await share(ben, 'a.txt', Buffer.from('x'), { 'content-type': type });

		expect(answer.status).toBe(status);
	});

	it('refuses a program by what it begins with, and keeps nothing of it', async () => {
		const answer = await share(ben, 'curve.dat', Buffer.from('MZ\0\0'));

		expect(answer.status).toBe(422);
		expect(await answer.json()).toMatchObject({ type: '/api/v1/problems/file_is_not_its_kind' });
		const left = await database.query(
			"select id from public.booking_files where person_id = $1 and name = 'curve.dat'",
			[ben.id]
		);
		expect(left.rows).toEqual([]);
	});

	it('needs a name, a length and a session', async () => {
		const nameless = await fetch(files, {
			method: 'POST',
			headers: {
				authorization: `Bearer ${ben.token}`,
				'content-type': 'application/octet-stream'
			},
			body: 'x'
		});
		const lengthless = await fetch(`${files}?name=a.txt`, {
			method: 'POST',
			headers: {
				authorization: `Bearer ${ben.token}`,
				'content-type': 'application/octet-stream'
			},
			body: new Blob(['x']).stream(),
			duplex: 'half'
		} as RequestInit);
		const visitor = await fetch(`${files}?name=a.txt`, {
			method: 'POST',
			headers: { 'content-type': 'application/octet-stream' },
			body: 'x'
		});

		expect([nameless.status, lengthless.status, visitor.status]).toEqual([422, 411, 401]);
	});
});

describe('every other way into the application', () => {
	it('takes half a megabyte and no more', async () => {
		const answer = await fetch(files.replace(/\/files$/, '/cancel'), {
			method: 'POST',
			headers: { authorization: `Bearer ${ben.token}`, 'content-type': 'application/json' },
			body: JSON.stringify({ reason: 'x'.repeat(600_000) })
		});

		expect(answer.status).toBe(413);
		expect(await answer.json()).toMatchObject({ type: '/api/v1/problems/body_too_large' });
	});
});
