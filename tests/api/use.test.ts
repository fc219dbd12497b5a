import type { Client } from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startApp, type App } from '../support/app.ts';
import { anInstrument, anOrganisation, aMembership, aPlatform } from '../support/builders.ts';
import { letBegin } from '../support/booking-calls.ts';
import { signInCustomers, type Customer } from '../support/customers.ts';
import { connect, toDb, type Db } from '../support/database.ts';

let app: App;
let database: Client;
let db: Db;
let ben: Customer;
let eve: Customer;
let ada: Customer;
let platform: { id: string };
let instrument: { id: string };

beforeAll(async () => {
	database = await connect();
	db = toDb(database);
	const university = await anOrganisation(db, 'university', 'Day of use');
	platform = await aPlatform(db, university);
	const [first, second, third] = await signInCustomers(database, 3);
	if (!first || !second || !third) throw new Error('Three customers are needed.');
	[ben, eve, ada] = [first, second, third];
	await aMembership(db, { person: ada, organisation: university, role: 'technician', platform });
	app = await startApp();
});

// Each test has an instrument of its own, whose use nobody else sees.
beforeEach(async () => {
	instrument = await anInstrument(db, platform, {
		// A grid so fine that a booking brought to the present is still on it.
		rules: { grace_minutes: 15, granularity_minutes: 1 }
	});
});

afterAll(async () => {
	await app.stop();
	await database.end();
});

type Body = {
	id: string;
	status: string | number;
	start: string;
	end: string;
	type?: string;
	detail?: string;
	usage?: { start: string; end: string | null; source: string; flags: string[] }[];
	due?: { amount_fen: number } | null;
	violations?: { rule: string; lifted_by: string | null }[];
	equivalents?: { instrument: { id: string } }[];
};

async function send(
	as: Customer,
	path: string,
	{ json, method = 'POST', key }: { json?: object; method?: string; key?: string } = {}
) {
	const response = await fetch(`${app.origin}/api/v1/bookings${path}`, {
		method,
		headers: {
			authorization: `Bearer ${as.token}`,
			...(json && { 'content-type': 'application/json' }),
			...(key !== undefined && { 'idempotency-key': key })
		},
		body: json ? JSON.stringify(json) : null
	});
	return { status: response.status, body: (await response.json()) as Body };
}

/** Ben's booking of tomorrow, brought to the present. */
async function aBookingUnderWay(minutesAgo = 5): Promise<Body> {
	const start = new Date(Math.ceil(Date.now() / 3_600_000) * 3_600_000 + 86_400_000);
	const { status, body } = await send(ben, '', {
		json: {
			instrument_id: instrument.id,
			start: start.toISOString(),
			end: new Date(start.getTime() + 7_200_000).toISOString()
		}
	});
	expect(status).toBe(201);
	await letBegin(db, body, minutesAgo);
	return (await send(ben, `/${body.id}`, { method: 'GET' })).body;
}

describe('check-in and check-out', () => {
	it('make a booking be in use and then completed, with what was used apart', async () => {
		const booking = await aBookingUnderWay();
		const checkedIn = await send(ben, `/${booking.id}/check-in`, { key: 'in' });
		expect(checkedIn).toMatchObject({
			status: 200,
			body: { status: 'in_use', usage: [{ end: null, source: 'person', flags: [] }] }
		});

		const checkedOut = await send(ben, `/${booking.id}/check-out`, { key: 'out' });
		expect(checkedOut).toMatchObject({
			status: 200,
			body: { status: 'completed', start: booking.start, end: booking.end }
		});
		expect(checkedOut.body.usage?.[0]?.end).not.toBeNull();
	});

	it('are believed about the past, and flagged as reported late', async () => {
		const booking = await aBookingUnderWay(10);
		const happened_at = new Date(Date.now() - 5 * 60_000).toISOString();
		const { body } = await send(ben, `/${booking.id}/check-in`, { json: { happened_at } });
		expect(body.usage).toMatchObject([{ start: happened_at, flags: ['reported_late'] }]);
	});

	it('twice are once', async () => {
		const booking = await aBookingUnderWay();
		const [first, second] = [
			await send(ben, `/${booking.id}/check-in`, { key: 'k' }),
			await send(ben, `/${booking.id}/check-in`, { key: 'k' })
		];
		expect(second).toEqual(first);
	});

	it('are for the technician as well, and for nobody else', async () => {
		const booking = await aBookingUnderWay();
		expect(await send(eve, `/${booking.id}/check-in`)).toMatchObject({ status: 404 });
		expect(await send(ada, `/${booking.id}/check-in`)).toMatchObject({
			status: 200,
			body: { usage: [{ source: 'technician' }] }
		});
	});

	it('say when it is too early, with the instant from which it is not', async () => {
		const booking = await aBookingUnderWay(-60);
		const { status, body } = await send(ben, `/${booking.id}/check-in`);
		expect(status).toBe(409);
		expect(body.type).toBe('/api/v1/problems/check_in_too_early');
		expect(new Date(body.detail ?? '').getTime()).toBe(
			new Date(booking.start).getTime() - 15 * 60_000
		);
	});

	it('say when nobody has checked in', async () => {
		const booking = await aBookingUnderWay();
		expect(await send(ben, `/${booking.id}/check-out`)).toMatchObject({
			status: 409,
			body: { type: '/api/v1/problems/not_checked_in' }
		});
	});

	it('refuse a time that is none', async () => {
		const booking = await aBookingUnderWay();
		expect(
			await send(ben, `/${booking.id}/check-in`, { json: { happened_at: 'yesterday' } })
		).toMatchObject({ status: 422 });
	});
});

describe('extending', () => {
	it('gives more time where it is free', async () => {
		const booking = await aBookingUnderWay();
		await send(ben, `/${booking.id}/check-in`);
		const end = new Date(new Date(booking.end).getTime() + 30 * 60_000).toISOString();
		expect(await send(ben, `/${booking.id}/extend`, { json: { end } })).toMatchObject({
			status: 200,
			body: { end, status: 'in_use' }
		});
	});

	it('is for bookings that have begun', async () => {
		const booking = await aBookingUnderWay(-60);
		const end = new Date(new Date(booking.end).getTime() + 30 * 60_000).toISOString();
		expect(await send(ben, `/${booking.id}/extend`, { json: { end } })).toMatchObject({
			status: 409,
			body: { type: '/api/v1/problems/booking_not_begun' }
		});
	});
});

describe('a refusal', () => {
	it('says who may lift each rule, and which equal instruments are free', async () => {
		const booking = await aBookingUnderWay(-60);
		const { body } = await send(eve, '?dry_run=true', {
			json: { instrument_id: instrument.id, start: booking.start, end: booking.end }
		});
		expect(body.violations).toContainEqual(
			expect.objectContaining({ rule: 'overlap', lifted_by: null })
		);
		expect(body.equivalents).toEqual([]);
	});
});
