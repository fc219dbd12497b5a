/** What is counted of what visitors ask for, and what is not. */
import type { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startApp, type App } from '../support/app.ts';
import { aMembership, anOrganisation, aPlatform } from '../support/builders.ts';
import { signInCustomers, type Customer } from '../support/customers.ts';
import { connect, toDb } from '../support/database.ts';
import { aDataset, aLiteratureItem } from '../support/usage-calls.ts';

type Id = { id: string };

const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';
const GOOGLEBOT = 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)';
const DATA = 'https://data.test/spectra';

let app: App;
let database: Client;
let platform: Id;
let ben: Customer;
let ada: Customer;

beforeAll(async () => {
	database = await connect();
	const db = toDb(database);
	const university = await anOrganisation(db, 'university', 'Usage university');
	platform = await aPlatform(db, university);
	[ben, ada] = (await signInCustomers(database, 2)) as [Customer, Customer];
	await aMembership(db, { person: ada, organisation: university, role: 'manager', platform });
	app = await startApp();
});
afterAll(async () => {
	await app.stop();
	await database.end();
});

async function anOpenDataset(changes = 'embargo_until = null'): Promise<Id> {
	const dataset = await aDataset(toDb(database), platform);
	await database.query(
		`update public.datasets set access_level = 'open', landing_page = $2 where id = $1`,
		[dataset.id, DATA]
	);
	// Written by the test itself, not by anybody else.
	await database.query(`update public.datasets set ${changes} where id = $1`, [dataset.id]);
	return dataset;
}

function ask(
	path: string,
	headers: Record<string, string> = {},
	method = 'GET'
): Promise<Response> {
	return fetch(app.origin + path, {
		method,
		redirect: 'manual',
		headers: { 'user-agent': FIREFOX, ...headers }
	});
}

function eventsOf(resource: Id) {
	return toDb(database).query<Record<string, unknown>>(
		`select action, access_method, agent_class, status, organisation_id
		from private.usage_events where resource_id = $1 order by at, id`,
		[resource.id]
	);
}

/** What has been recorded once something that is certainly counted has. */
async function recordedOf(resource: Id): Promise<Record<string, unknown>[]> {
	const beacon = await anOpenDataset();
	await ask(`/datasets/${beacon.id}`);
	await vi.waitFor(async () => {
		expect(await eventsOf(beacon)).toHaveLength(1);
	}, 60_000);
	return eventsOf(resource);
}

const AN_INVESTIGATION = {
	action: 'investigation',
	access_method: 'regular',
	agent_class: 'browser',
	status: 200,
	organisation_id: null
};

describe('the page of a dataset', () => {
	it('is an investigation, in either language and also as the data of a page', async () => {
		const dataset = await anOpenDataset();

		for (const path of ['', '/en']) await ask(`${path}/datasets/${dataset.id}`);
		await ask(`/datasets/${dataset.id}/__data.json`);

		expect(await recordedOf(dataset)).toEqual(Array(3).fill(AN_INVESTIGATION));
	});

	it.each([
		['a HEAD', {}, 'HEAD'],
		['a prefetch', { 'sec-purpose': 'prefetch' }, 'GET'],
		['a prerender', { 'sec-purpose': 'prefetch;prerender' }, 'GET'],
		['a robot', { 'user-agent': GOOGLEBOT }, 'GET']
	])('doesn’t count %s', async (_case, headers, method) => {
		const dataset = await anOpenDataset();

		const response = await ask(`/datasets/${dataset.id}`, headers, method);

		expect(response.status).toBe(200);
		expect(await recordedOf(dataset)).toEqual([]);
	});

	it('counts a program as a machine', async () => {
		const dataset = await anOpenDataset();

		await ask(`/datasets/${dataset.id}`, { 'user-agent': 'curl/8.14.1' });

		expect(await recordedOf(dataset)).toEqual([
			{ ...AN_INVESTIGATION, access_method: 'machine', agent_class: 'program' }
		]);
	});

	it('counts for the organisation of who has signed in, and not for the lab itself', async () => {
		const dataset = await anOpenDataset();

		for (const { token } of [ben, ada]) {
			await ask(`/datasets/${dataset.id}`, { authorization: `Bearer ${token}` });
		}

		expect(await recordedOf(dataset)).toEqual([
			{ ...AN_INVESTIGATION, organisation_id: ben.organisationId }
		]);
	});
});

describe('GET /api/v1/datasets/{id}/download', () => {
	it('is a request, and leads to where the data are', async () => {
		const dataset = await anOpenDataset();

		const response = await ask(`/api/v1/datasets/${dataset.id}/download`);

		expect(response.status).toBe(302);
		expect(response.headers.get('location')).toBe(DATA);
		expect(response.headers.get('cache-control')).toBe('no-store');
		expect(await recordedOf(dataset)).toEqual([
			{ ...AN_INVESTIGATION, action: 'request', status: 302 }
		]);
	});

	it.each([
		['under embargo', "embargo_until = '2100-01-01'", ['no_license']],
		['given out on application', "access_level = 'application'", ['no_license']],
		['that are only described', "access_level = 'restricted'", ['no_license']],
		['without an address', 'landing_page = null', []]
	])('refuses data %s, and counts no use', async (_case, changes, counted) => {
		const dataset = await anOpenDataset(changes);

		const response = await ask(`/api/v1/datasets/${dataset.id}/download`);

		expect(response.status).toBe(403);
		expect(await response.json()).toMatchObject({ type: '/api/v1/problems/dataset_not_open' });
		expect((await recordedOf(dataset)).map(({ action }) => action)).toEqual(counted);
	});

	it('gives registered data to who has accepted the licence', async () => {
		const dataset = await anOpenDataset("access_level = 'registered'");
		const path = `/api/v1/datasets/${dataset.id}/download`;
		const asBen = { authorization: `Bearer ${ben.token}` };

		const statuses = [(await ask(path)).status, (await ask(path, asBen)).status];
		await database.query(
			`insert into public.licence_acceptances (dataset_id, person_id, version, licence)
			values ($1, $2, '', '')`,
			[dataset.id, ben.id]
		);

		expect(statuses).toEqual([401, 403]);
		expect((await ask(path, asBen)).status).toBe(302);
		expect((await recordedOf(dataset)).map(({ action }) => action)).toEqual([
			'no_license',
			'request'
		]);
	});

	it.each(['none', '00000000-0000-4000-8000-000000000000'])('has nothing for %s', async (id) => {
		expect((await ask(`/api/v1/datasets/${id}/download`)).status).toBe(404);
	});
});

describe('GET /api/v1/literature/{id}/full-text', () => {
	it('is a request, and leads to the text', async () => {
		const item = await aLiteratureItem(toDb(database), platform);

		const response = await ask(`/api/v1/literature/${item.id}/full-text`);

		expect(response.headers.get('location')).toBe('https://texts.test/1');
		expect(await recordedOf(item)).toEqual([
			{ ...AN_INVESTIGATION, action: 'request', status: 302 }
		]);
	});

	it('counts no program, for whose mining nothing was agreed', async () => {
		const item = await aLiteratureItem(toDb(database), platform);

		const response = await ask(`/api/v1/literature/${item.id}/full-text`, {
			'user-agent': 'python-requests/2.32'
		});

		expect(response.status).toBe(302);
		expect(await recordedOf(item)).toEqual([]);
	});

	it('refuses what is not online', async () => {
		const item = await aLiteratureItem(toDb(database), platform);
		await database.query(
			"update public.literature_items set access = 'delivery', full_text_url = null where id = $1",
			[item.id]
		);

		const response = await ask(`/api/v1/literature/${item.id}/full-text`);

		expect(response.status).toBe(403);
		expect(await response.json()).toMatchObject({ type: '/api/v1/problems/full_text_not_online' });
	});

	it('has nothing for what is not there', async () => {
		expect((await ask('/api/v1/literature/none/full-text')).status).toBe(404);
	});
});

describe('a server that stops', () => {
	it('first tells what it has seen', async () => {
		const dataset = await anOpenDataset();
		const other = await startApp();

		await fetch(`${other.origin}/datasets/${dataset.id}`, { headers: { 'user-agent': FIREFOX } });
		await other.stop();

		expect(await eventsOf(dataset)).toEqual([AN_INVESTIGATION]);
	});
});
