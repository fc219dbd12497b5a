import { createServer, request as forward, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApp, type App } from '../support/app.ts';
import { aMembership, anInstrument, anOrganisation, aPlatform } from '../support/builders.ts';
import { signInCustomers, type Customer } from '../support/customers.ts';
import { connect, toDb } from '../support/database.ts';

type Id = { id: string };

/*
 * How many questions a page asks of the Data API, counted on the way: the application is started
 * behind a server that passes everything on and writes down what it was asked.
 */
let app: App;
let counter: Server;
let asked: string[] = [];
let database: Client;
let manager: Customer;
let small: Id;
let large: Id;

beforeAll(async () => {
	database = await connect();
	const db = toDb(database);
	const [customer] = await signInCustomers(database, 1);
	if (!customer) throw new Error('A manager is needed.');
	manager = customer;
	const university = await anOrganisation(db, 'university', 'Counting university');
	[small, large] = [await aPlatform(db, university), await aPlatform(db, university)];
	for (const platform of [small, large]) {
		await aMembership(db, { person: manager, organisation: university, role: 'manager', platform });
	}
	await anInstrument(db, small);
	for (let number = 0; number < 12; number += 1) {
		await anInstrument(db, large, { name: `Mikroskop ${number}` });
	}

	const target = new URL(process.env['PUBLIC_SUPABASE_URL'] ?? '');
	counter = createServer((incoming, outgoing) => {
		if (incoming.url?.startsWith('/rest/')) asked.push(incoming.url.replace(/\?.*$/s, ''));
		const passed = forward(
			{
				host: target.hostname,
				port: target.port,
				path: incoming.url,
				method: incoming.method,
				headers: incoming.headers
			},
			(answer) => {
				outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
				answer.pipe(outgoing);
			}
		);
		incoming.pipe(passed);
	}).listen(0, '127.0.0.1');
	await once(counter, 'listening');
	const { port } = counter.address() as AddressInfo;
	app = await startApp({ ...process.env, PUBLIC_SUPABASE_URL: `http://127.0.0.1:${port}` });
});

afterAll(async () => {
	await app.stop();
	counter.close();
	await database.end();
});

async function questionsOf(path: string): Promise<{ status: number; asked: string[] }> {
	asked = [];
	const response = await fetch(`${app.origin}${path}`, {
		headers: { authorization: `Bearer ${manager.token}` }
	});
	await response.text();
	return { status: response.status, asked: asked.toSorted() };
}

describe('a page of a lab', () => {
	it.for(['timeline', 'timeline?view=month', 'utilisation', 'day'])(
		'asks as many questions for twelve instruments as for one: %s',
		async (page) => {
			const one = await questionsOf(`/lab/platforms/${small.id}/${page}`);
			const twelve = await questionsOf(`/lab/platforms/${large.id}/${page}`);

			expect([one.status, twelve.status]).toEqual([200, 200]);
			expect(twelve.asked).toEqual(one.asked);
		}
	);

	it('asks for the whole timeline once, beside who is looking and at which platform', async () => {
		const { asked } = await questionsOf(`/lab/platforms/${large.id}/timeline`);

		expect(asked).toEqual([
			'/rest/v1/people',
			'/rest/v1/platforms',
			'/rest/v1/rpc/platform_timeline'
		]);
	});
});
