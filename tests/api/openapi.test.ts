/** What the API answers is what it says of itself: each status, and every property of each answer. */
import type { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openApiDocument } from '#lib/api/openapi.ts';
import { startApp, type App } from '../support/app.ts';
import { inDays, letBegin } from '../support/booking-calls.ts';
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
	instrument = (await anInstrument(db, platform)).id;
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
	const paths: Record<string, object> = DOCUMENT.paths;
	const operations = paths[path] as Record<string, Operation> | undefined;
	const described = operations?.[method.toLowerCase()]?.responses[String(response.status)];
	if (described === undefined) return [`status ${response.status}: not described`];
	if (described.content === undefined) return (await response.text()) === '' ? [] : ['a body'];
	const type = response.headers.get('content-type')?.split(';')[0] ?? '';
	const schema = (described.content[type] ?? described.content['*/*'])?.schema;
	if (schema !== undefined && !type.endsWith('json')) {
		await response.body?.cancel();
		return [];
	}
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

describe('an answer about the day of use', () => {
	async function aBookingUnderWay(day: number): Promise<string> {
		const made = await send('POST', '/api/v1/bookings', { as: ben, json: wish(day) });
		const { id } = (await made.json()) as { id: string };
		await letBegin(toDb(database), { id });
		return id;
	}

	it('from check-in over more time to check-out is as described', async () => {
		const id = await aBookingUnderWay(30);
		const { end } = (await (await send('GET', `/api/v1/bookings/${id}`, { as: ben })).json()) as {
			end: string;
		};
		const later = new Date(Date.parse(end) + 1_800_000).toISOString();

		for (const [part, json] of [
			['/check-out', undefined],
			['/check-in', undefined],
			['/extend', {}],
			['/extend', { end: later }],
			['/check-out', { happened_at: 'soon' }],
			['/check-out', { happened_at: new Date().toISOString() }],
			['/check-in', undefined]
		] as const) {
			const response = await send('POST', `/api/v1/bookings/${id}${part}`, { as: ben, json });

			expect(await compare(`POST /api/v1/bookings/{id}${part}`, response), part).toEqual([]);
		}
		const read = await send('GET', `/api/v1/bookings/${id}`, { as: ben });
		expect(await compare('GET /api/v1/bookings/{id}', read)).toEqual([]);
	});

	it.each(['/check-in', '/check-out', '/extend', '/cancel'])(
		'of %s without a session, and of what is not there, is as described',
		async (part) => {
			const path = `/api/v1/bookings/${NOBODY}${part}`;
			const json = { end: inDays(3, '12:00') };

			for (const as of [undefined, ben]) {
				const response = await send('POST', path, { as, json });

				expect(response.status).toBe(as === undefined ? 401 : 404);
				expect(await compare(`POST /api/v1/bookings/{id}${part}`, response)).toEqual([]);
			}
		}
	);
});

describe('an answer about a file', () => {
	it('is as described from sharing it to taking it back', async () => {
		function share(name: string): Promise<Response> {
			return fetch(`${app.origin}/api/v1/bookings/${booking}/files?name=${name}`, {
				method: 'POST',
				headers: {
					authorization: `Bearer ${ben.token}`,
					'content-type': 'application/octet-stream'
				},
				body: 'sample,thickness\n1,20'
			});
		}
		const operation = '/api/v1/bookings/{id}/files';
		const shared = await share('samples.csv');
		const { id } = (await shared.clone().json()) as { id: string };
		const path = `/api/v1/bookings/${booking}/files/${id}`;

		expect(await compare(`POST ${operation}`, shared)).toEqual([]);
		expect(await compare(`POST ${operation}`, await share('virus.exe'))).toEqual([]);
		for (const method of ['GET', 'DELETE', 'GET']) {
			const response = await send(method, path, { as: ben });
			expect(await compare(`${method} ${operation}/{fileId}`, response), method).toEqual([]);
		}
	});
});

describe('an answer to who follows a calendar', () => {
	it.each([
		['of an instrument', () => `?instrument=${instrument}`],
		['of nothing', () => '']
	])('%s is as described', async (_case, query) => {
		const response = await send('GET', `/api/v1/live${query()}`);

		expect(await compare('GET /api/v1/live', response)).toEqual([]);
	});
});

describe('a calendar file', () => {
	it('of a booking is as described', async () => {
		for (const as of [ben, undefined]) {
			const response = await send('GET', `/api/v1/bookings/${booking}/calendar.ics`, { as });

			expect(await compare('GET /api/v1/bookings/{id}/calendar.ics', response)).toEqual([]);
		}
	});
});

describe('an answer about feeds', () => {
	it('of one’s own is as described', async () => {
		const response = await send('GET', '/api/v1/feeds', { as: ben });

		expect(await compare('GET /api/v1/feeds', response)).toEqual([]);
	});

	it('is as described from making one to giving it up', async () => {
		const json = { kind: 'instrument', subject_id: instrument };
		const made = await send('POST', '/api/v1/feeds', { as: ben, json });
		const { id } = (await made.clone().json()) as { id: string };
		expect(await compare('POST /api/v1/feeds', made)).toEqual([]);

		const renewed = await send('POST', `/api/v1/feeds/${id}/renew`, { as: ben });
		const { url } = (await renewed.clone().json()) as { url: string };
		expect(await compare('POST /api/v1/feeds/{id}/renew', renewed)).toEqual([]);
		expect(await compare('GET /api/v1/feeds/{token}.ics', await fetch(url))).toEqual([]);

		for (const _time of ['once', 'again']) {
			const response = await send('POST', `/api/v1/feeds/${id}/revoke`, { as: ben });
			expect(await compare('POST /api/v1/feeds/{id}/revoke', response)).toEqual([]);
		}
		expect(await compare('GET /api/v1/feeds/{token}.ics', await fetch(url))).toEqual([]);
	});

	it('of what cannot be is as described', async () => {
		const json = { kind: 'moon' };

		const refused = await send('POST', '/api/v1/feeds', { as: ben, json });

		expect(refused.status).toBe(422);
		expect(await compare('POST /api/v1/feeds', refused)).toEqual([]);
	});
});
