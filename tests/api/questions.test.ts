import type { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aMembership, anInstrument, anOrganisation, aPlatform } from '../support/builders.ts';
import { startCountedApp, type CountedApp } from '../support/count-questions.ts';
import { signInCustomers, type Customer } from '../support/customers.ts';
import { connect, toDb } from '../support/database.ts';

type Id = { id: string };

let app: CountedApp;
let database: Client;
let manager: Customer;
let evaluator: Customer;
let small: Id;
let large: Id;

beforeAll(async () => {
	database = await connect();
	const db = toDb(database);
	const [first, second] = await signInCustomers(database, 2);
	if (!first || !second) throw new Error('A manager and an evaluator are needed.');
	[manager, evaluator] = [first, second];
	const agency = await anOrganisation(db, 'agency', 'Counting agency');
	await aMembership(db, { person: evaluator, organisation: agency, role: 'evaluator' });
	const university = await anOrganisation(db, 'university', 'Counting university');
	[small, large] = [await aPlatform(db, university), await aPlatform(db, university)];
	for (const platform of [small, large]) {
		await aMembership(db, { person: manager, organisation: university, role: 'manager', platform });
	}
	await anInstrument(db, small);
	for (let number = 0; number < 12; number += 1) {
		await anInstrument(db, large, { name: `Mikroskop ${number}` });
	}

	app = await startCountedApp();
});

afterAll(async () => {
	await app.stop();
	await database.end();
});

async function questionsOf(
	path: string,
	{ token } = manager
): Promise<{ status: number; asked: string[] }> {
	app.takeAsked();
	const response = await fetch(`${app.origin}${path}`, {
		headers: { authorization: `Bearer ${token}` }
	});
	await response.text();
	return { status: response.status, asked: app.takeAsked() };
}

describe('a page of a lab', () => {
	it.for(['timeline', 'timeline?view=month', 'utilisation', 'day', 'export'])(
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

describe('the statistics of an evaluator', () => {
	it.for(['platform', 'instrument', 'month', 'class', 'organisation', 'city', 'purpose'])(
		'ask as many questions for all platforms and a year as for one instrument and a day: by %s',
		async (group) => {
			const page = `/evaluation/statistics?group=${group}`;
			const one = await questionsOf(
				`${page}&from=2026-03-01&to=2026-03-01&platform=${small.id}`,
				evaluator
			);
			const all = await questionsOf(`${page}&from=2026-01-01&to=2026-12-31`, evaluator);

			expect([one.status, all.status]).toEqual([200, 200]);
			expect(all.asked).toEqual(one.asked);
		}
	);

	it('ask once for each table and chart', async () => {
		const { asked } = await questionsOf('/evaluation/statistics', evaluator);

		expect(asked.filter((path) => path.includes('/rpc/'))).toEqual([
			...Array.from({ length: 5 }, () => '/rest/v1/rpc/report_usage'),
			'/rest/v1/rpc/service_funnel',
			'/rest/v1/rpc/usage_report_head',
			'/rest/v1/rpc/used_by_hour'
		]);
	});
});
