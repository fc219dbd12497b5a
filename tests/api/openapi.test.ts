/** What the API answers is what it says of itself: each status, and every property of each answer. */
import type { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openApiDocument } from '#lib/api/openapi.ts';
import { startApp, type App } from '../support/app.ts';
import { inDays } from '../support/booking-calls.ts';
import { anInstrument, anOrganisation, aPlatform } from '../support/builders.ts';
import { signInCustomers, type Customer } from '../support/customers.ts';
import { connect, toDb } from '../support/database.ts';
import { demoId } from '../support/demo-id.ts';
import { unlikeDescribed } from '../support/unlike-described.ts';

type Content = Record<string, { schema: object }>;
type Operation = { responses: Record<string, { content?: Content }> };

const DOCUMENT = openApiDocument('http://localhost');
const NOBODY = '00000000-0000-4000-8000-000000000000';

let app: App;
let database: Client;
let ben: Customer;
let instrument: string;
let booking: string;

beforeAll(async () => {
	database = await connect();
	const db = toDb(database);
	const university = await anOrganisation(db, 'university', 'OpenAPI university');
	const platform = await aPlatform(db, university);
	instrument = (await anInstrument(db, platform, { opens: '00:00', closes: '24:00' })).id;
	[ben] = (await signInCustomers(database, 1)) as [Customer];
	app = await startApp();
	const made = await send('POST', '/api/v1/bookings', { as: ben, json: wish(10) });
	booking = ((await made.json()) as { id: string }).id;
});
afterAll(async () => {
	await app.stop();
	await database.end();
});

function wish(days: number) {
	return { instrument_id: instrument, start: inDays(days, '10:00'), end: inDays(days, '12:00') };
}

type Call = { as?: Customer | undefined; json?: object | undefined; accept?: string };

function send(method: string, path: string, { as, json, accept }: Call = {}): Promise<Response> {
	return fetch(`${app.origin}${path}`, {
		method,
		headers: {
			...(as && { authorization: `Bearer ${as.token}` }),
			...(json && { 'content-type': 'application/json' }),
			...(accept !== undefined && { accept })
		},
		...(json && { body: JSON.stringify(json) })
	});
}

/** What of an answer the description of its operation does not say. */
async function compare(operation: string, response: Response): Promise<string[]> {
	const [method = '', path = ''] = operation.split(' ');
	const paths = DOCUMENT.paths as Record<string, Record<string, Operation>>;
	const described = paths[path]?.[method.toLowerCase()]?.responses[String(response.status)];
	if (described === undefined) return [`status ${response.status}: not described`];
	const type = response.headers.get('content-type')?.split(';')[0] ?? '';
	const schema = described.content?.[type]?.schema;
	if (schema === undefined) return [`type ${type} with ${response.status}: not described`];
	return unlikeDescribed(schema, await response.json(), DOCUMENT.components.schemas);
}

describe('an answer to a visitor', () => {
	it.each([
		['/api/v1/search', `?q=${encodeURIComponent('电镜')}&limit=50`],
		['/api/v1/search', '?kind=dataset&limit=50'],
		['/api/v1/search', '?kind=literature&limit=50'],
		['/api/v1/search', '?kind=service&limit=50'],
		['/api/v1/search', '?kind=people'],
		['/api/v1/instruments', '?bookable=true&limit=5'],
		['/api/v1/instruments', '?limit=0'],
		['/api/v1/slots', '?duration=PT2H'],
		['/api/v1/slots', '?duration=long'],
		['/api/v1/bookings', '']
	])('of %s%s is as described', async (path, query) => {
		expect(await compare(`GET ${path}`, await send('GET', path + query))).toEqual([]);
	});

	it('of the second page of a search is as described', async () => {
		const first = await send('GET', '/api/v1/search?limit=1');
		const { next_cursor } = (await first.json()) as { next_cursor: string };

		const second = await send('GET', `/api/v1/search?limit=1&cursor=${next_cursor}`);

		expect(await compare('GET /api/v1/search', second)).toEqual([]);
	});

	it.each([
		['', demoId('instrument/fe-sem')],
		['', demoId('instrument/etcher')],
		['', NOBODY],
		['/availability', demoId('instrument/fe-sem')],
		['/availability', NOBODY]
	])('of /api/v1/instruments/{id}%s is as described for %s', async (part, id) => {
		const response = await send('GET', `/api/v1/instruments/${id}${part}`);

		expect(await compare(`GET /api/v1/instruments/{id}${part}`, response)).toEqual([]);
	});
});

describe('an answer about bookings', () => {
	it.each([
		['a booking', 'POST', '', () => wish(20)],
		['a time that is taken', 'POST', '', () => wish(10)],
		['a time that has passed', 'POST', '', () => wish(-2)],
		['an instrument that is not there', 'POST', '', () => ({ ...wish(21), instrument_id: NOBODY })],
		['nothing', 'POST', '', () => ({})],
		['a body that is too large', 'POST', '', () => ({ purpose: 'x'.repeat(1_000_000) })],
		['a judgement', 'POST', '?dry_run=true', () => wish(22)],
		['a judgement of what is taken', 'POST', '?dry_run=true', () => wish(10)],
		['one’s bookings', 'GET', '?limit=1', () => undefined],
		['a page that is none', 'GET', '?cursor=none', () => undefined]
	])('to %s is as described', async (_case, method, query, body) => {
		const response = await send(method, `/api/v1/bookings${query}`, { as: ben, json: body() });

		expect(await compare(`${method} /api/v1/bookings`, response)).toEqual([]);
	});

	it.each([
		['reading it', 'GET', '', undefined],
		['its files', 'GET', '/files', undefined],
		['moving it into the past', 'PATCH', '', wish(-3)],
		['moving it', 'PATCH', '', { start: inDays(11, '10:00'), end: inDays(11, '12:00') }],
		['cancelling it', 'POST', '/cancel', { reason: 'No samples' }]
	])('to %s is as described', async (_case, method, part, json) => {
		const response = await send(method, `/api/v1/bookings/${booking}${part}`, { as: ben, json });

		expect(await compare(`${method} /api/v1/bookings/{id}${part}`, response)).toEqual([]);
	});

	it('of somebody else is as described', async () => {
		const response = await send('GET', `/api/v1/bookings/${demoId('booking/startup-sem')}`, {
			as: ben
		});

		expect(response.status).toBe(404);
		expect(await compare('GET /api/v1/bookings/{id}', response)).toEqual([]);
	});
});

describe('an answer about feeds', () => {
	it('of one’s own is as described', async () => {
		const response = await send('GET', '/api/v1/feeds', { as: ben });

		expect(await compare('GET /api/v1/feeds', response)).toEqual([]);
	});
});
