import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { Agent, request, type IncomingMessage } from 'node:http';
import type { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApp, type App } from '../support/app.ts';
import { inDays } from '../support/booking-calls.ts';
import { aMembership, anInstrument, anOrganisation, aPlatform } from '../support/builders.ts';
import { signInCustomers, type Customer } from '../support/customers.ts';
import { connect, toDb } from '../support/database.ts';

let app: App;
let database: Client;
let ben: Customer;
let eve: Customer;
let ada: Customer;
let instrument: { id: string };

beforeAll(async () => {
	database = await connect();
	const db = toDb(database);
	const university = await anOrganisation(db, 'university', 'API university');
	const platform = await aPlatform(db, university);
	instrument = await anInstrument(db, platform, { rules: {} });
	const [first, second, third] = await signInCustomers(database, 3);
	if (!first || !second || !third) throw new Error('Three customers are needed.');
	[ben, eve, ada] = [first, second, third];
	await aMembership(db, { person: ada, organisation: university, role: 'manager', platform });
	app = await startApp();
});

afterAll(async () => {
	await app.stop();
	await database.end();
});

type Answer = {
	status: number;
	type: string | null;
	body: Record<string, unknown> & {
		violations?: { rule: string; field?: string; message: string }[];
		alternatives?: { start: string; end: string }[];
	};
	headers: Headers;
};

async function call(
	path: string,
	{
		as,
		method = 'GET',
		json,
		body,
		headers = {}
	}: {
		as?: Customer | string;
		method?: string;
		json?: object;
		body?: string;
		headers?: Record<string, string>;
	} = {}
): Promise<Answer> {
	const token = typeof as === 'string' ? as : as?.token;
	const response = await fetch(`${app.origin}${path}`, {
		method,
		headers: {
			...(token !== undefined && { authorization: `Bearer ${token}` }),
			...((json !== undefined || body !== undefined) && { 'content-type': 'application/json' }),
			...headers
		},
		body: json === undefined ? (body ?? null) : JSON.stringify(json)
	});
	return {
		status: response.status,
		type: response.headers.get('content-type'),
		body: (await response.json()) as Answer['body'],
		headers: response.headers
	};
}

function wish(day: number, start = '10:00', end = '12:00') {
	return { instrument_id: instrument.id, start: inDays(day, start), end: inDays(day, end) };
}

/** The status of a request on a connection of one's own, which `fetch` does not let one choose. */
async function ask(agent: Agent, method: string, path: string, body = ''): Promise<number> {
	const asked = request(`${app.origin}${path}`, {
		agent,
		method,
		headers: { 'content-type': 'application/json', 'content-length': body.length }
	});
	asked.end(body);
	const [response] = (await once(asked, 'response')) as [IncomingMessage];
	response.resume();
	await once(response, 'end');
	return response.statusCode ?? 0;
}

/** A new booking as it is read: beside it stands what is due of it, and how it was used. */
function asRead({ price, ...booking }: Record<string, unknown>) {
	return { ...booking, price, due: price, usage: [] };
}

/** On the instrument of this file; other files book at the same time. */
async function countBookings(): Promise<number> {
	const { rows } = await database.query<{ count: number }>(
		'select count(*)::int as count from public.bookings where instrument_id = $1',
		[instrument.id]
	);
	return rows[0]?.count ?? 0;
}

describe('POST /api/v1/bookings', () => {
	it('books, names the booking’s address, and shows it to its owner', async () => {
		const made = await call('/api/v1/bookings', {
			as: ben,
			method: 'POST',
			json: { ...wish(10), purpose: '测试样品', purpose_code: '136' }
		});

		expect(made.status).toBe(201);
		expect(made.body).toMatchObject({
			instrument_id: instrument.id,
			status: 'confirmed',
			purpose: '测试样品',
			purpose_code: '136',
			price: { amount_fen: 120_000, currency: 'CNY' }
		});
		const shown = await call(made.headers.get('location') ?? '', { as: ben });
		expect(shown.body).toEqual(asRead(made.body));
	});

	it('leaves in the audit where it came from and the id that the answer and the log name', async () => {
		const made = await call('/api/v1/bookings', { as: ben, method: 'POST', json: wish(34) });

		const { rows } = await database.query(
			`select action, person_id, request_id, from_address
			from public.audit_entries where subject_id = $1`,
			[made.body.id]
		);
		expect(rows).toEqual([
			{
				action: 'book',
				person_id: ben.id,
				request_id: made.headers.get('x-request-id'),
				from_address: '127.0.0.1'
			}
		]);
	});

	it('answers 409 with the reason and free slots when the time is taken', async () => {
		await call('/api/v1/bookings', { as: ben, method: 'POST', json: wish(11) });

		const refused = await call('/api/v1/bookings', { as: eve, method: 'POST', json: wish(11) });

		expect(refused).toMatchObject({ status: 409, type: 'application/problem+json' });
		expect(refused.body.violations?.map(({ rule }) => rule)).toEqual(['overlap']);
		expect(refused.body.alternatives).toHaveLength(3);
	});

	it('explains in the language that is asked for, in the zone of the lab', async () => {
		await call('/api/v1/bookings', { as: ben, method: 'POST', json: wish(12) });

		const [chinese, english] = await Promise.all(
			['zh-CN', 'en-GB,en;q=0.8'].map((language) =>
				call('/api/v1/bookings', {
					as: eve,
					method: 'POST',
					json: wish(12),
					headers: { 'accept-language': language }
				})
			)
		);

		expect(chinese?.body['title']).toBe('该时段已被占用。');
		expect(english?.body['title']).toBe('The time is already taken.');
		expect(english?.body.violations?.[0]?.message).toContain('10:00–12:00');
	});

	it('gives the same booking for the same idempotency key', async () => {
		const key = { 'idempotency-key': randomUUID() };

		const [first, second] = [
			await call('/api/v1/bookings', { as: ben, method: 'POST', json: wish(13), headers: key }),
			await call('/api/v1/bookings', { as: ben, method: 'POST', json: wish(13), headers: key })
		];
		const other = await call('/api/v1/bookings', {
			as: ben,
			method: 'POST',
			json: wish(14),
			headers: key
		});

		expect([first.status, second.status]).toEqual([201, 201]);
		expect(second.body['id']).toBe(first.body['id']);
		expect(other).toMatchObject({ status: 422, body: { title: expect.any(String) as string } });
	});

	it('judges without booking when that is all one wants', async () => {
		const before = await countBookings();

		const fine = await call('/api/v1/bookings?dry_run=true', {
			as: ben,
			method: 'POST',
			json: wish(15)
		});
		const bad = await call('/api/v1/bookings?dry_run=true', {
			as: ben,
			method: 'POST',
			json: wish(15, '10:10', '23:50')
		});

		expect(fine).toMatchObject({ status: 200, body: { allowed: true, violations: [] } });
		expect(bad).toMatchObject({ status: 200, body: { allowed: false } });
		expect(bad.body.violations?.map(({ rule }) => rule)).toEqual(['longest', 'granularity']);
		expect(await countBookings()).toBe(before);
	});

	const day = inDays(16, '10:00');
	it.each([
		['an end before the start', { start: inDays(16, '12:00'), end: day }, 422, 'order'],
		['zero length', { start: day, end: day }, 422, 'order'],
		[
			'a time that has passed',
			{ start: inDays(-1, '10:00'), end: inDays(-1, '11:00') },
			422,
			'past'
		],
		['ten years', { start: day, end: inDays(3668, '10:00') }, 422, 'longest'],
		['a time without a zone', { start: '2026-12-10T10:00:00' }, 422, 'format'],
		['a zone that is none', { start: '2026-12-10T10:00:00+99:00' }, 422, 'format'],
		['an hour that is none', { start: '2026-02-28T25:00:00Z' }, 422, 'format'],
		['a day that is none', { start: '2026-02-30T10:00:00+08:00' }, 422, 'format'],
		['an instrument that is no uuid', { instrument_id: "' or 1=1 --" }, 422, 'format'],
		['a megabyte of purpose', { purpose: '长'.repeat(100_000) }, 422, 'format'],
		['a NUL', { purpose: 'a\u0000b' }, 422, 'format'],
		['half a character', { purpose: 'a\uD83Db' }, 422, 'format'],
		['a text direction override', { purpose: 'safe \u202Eesrever' }, 422, 'format'],
		['a purpose that is no text', { purpose: { html: '<b>' } }, 422, 'format']
	])('refuses %s and changes nothing', async (_, change, status, rule) => {
		const before = await countBookings();

		const answer = await call('/api/v1/bookings', {
			as: ben,
			method: 'POST',
			json: { ...wish(16), ...change }
		});

		expect(answer).toMatchObject({ status, type: 'application/problem+json' });
		expect(answer.body.violations?.map((violation) => violation.rule)).toContain(rule);
		expect(await countBookings()).toBe(before);
	});

	it('keeps SQL and HTML as the text they are', async () => {
		const purpose = `'; drop table bookings; -- <script>alert(1)</script>`;

		const made = await call('/api/v1/bookings', {
			as: ben,
			method: 'POST',
			json: { ...wish(17), purpose }
		});

		expect(made.body['purpose']).toBe(purpose);
	});

	it.each([
		['malformed JSON', '{"instrument_id":', 400],
		['no JSON at all', '', 400],
		['a list', '[]', 422],
		['null', 'null', 422],
		['text alone', '"10:00"', 422]
	])('refuses %s, in the language of the caller', async (_, body, status) => {
		const answer = await call('/api/v1/bookings', { as: ben, method: 'POST', body });

		expect(answer).toMatchObject({ status, type: 'application/problem+json' });
		expect(answer.body['title']).toMatch(/^请求体/);
	});

	it('refuses a body of a megabyte with 413', async () => {
		const answer = await call('/api/v1/bookings', {
			as: ben,
			method: 'POST',
			json: { ...wish(18), purpose: 'x'.repeat(1_000_000) }
		});

		expect(answer.status).toBe(413);
	});

	it('goes on serving the connection whose body it did not read', async () => {
		const connection = new Agent({ keepAlive: true, maxSockets: 1 });

		const refused = await ask(connection, 'POST', '/api/v1/bookings', 'x'.repeat(1_000_000));
		const next = await ask(connection, 'GET', '/healthz');

		expect([refused, next]).toEqual([413, 200]);
		connection.destroy();
	});

	it.each([
		// What a form of another site can send is refused before it is read.
		['text/plain', 403],
		['application/x-www-form-urlencoded', 403],
		['application/xml', 415]
	])('takes JSON only, and not %s', async (type, status) => {
		const response = await fetch(`${app.origin}/api/v1/bookings`, {
			method: 'POST',
			headers: { authorization: `Bearer ${ben.token}`, 'content-type': type },
			body: JSON.stringify(wish(18))
		});

		expect(response.status).toBe(status);
	});

	it('does not know an instrument that is not there', async () => {
		const answer = await call('/api/v1/bookings', {
			as: ben,
			method: 'POST',
			json: { ...wish(18), instrument_id: randomUUID() }
		});

		expect(answer.status).toBe(404);
	});
});

describe('a token', () => {
	function tamper(token: string, change: (claims: Record<string, unknown>) => object): string {
		const [header = '', payload = '', signature = ''] = token.split('.');
		const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<
			string,
			unknown
		>;
		const forged = Buffer.from(JSON.stringify(change(claims))).toString('base64url');
		return [header, forged, signature].join('.');
	}

	it.each([
		['no token', () => undefined],
		['nonsense', () => 'nonsense'],
		[
			'another person’s id in it',
			() => tamper(ben.token, (claims) => ({ ...claims, sub: eve.id }))
		],
		['a longer life', () => tamper(ben.token, (claims) => ({ ...claims, exp: 9_999_999_999 }))],
		[
			'no signature',
			() => {
				const [, payload] = ben.token.split('.');
				const header = Buffer.from('{"alg":"none","typ":"JWT"}').toString('base64url');
				return `${header}.${payload}.`;
			}
		]
	])('with %s is refused', async (_, token) => {
		const as = token();

		const answer = await call('/api/v1/bookings', {
			...(as !== undefined && { as }),
			method: 'POST',
			json: wish(19)
		});

		expect(answer).toMatchObject({ status: 401, type: 'application/problem+json' });
		expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer/);
	});
});

describe('another startup’s booking', () => {
	it('is not there to be read, moved, cancelled or put into a calendar', async () => {
		const made = await call('/api/v1/bookings', { as: ben, method: 'POST', json: wish(20) });
		const path = `/api/v1/bookings/${String(made.body['id'])}`;

		const answers = await Promise.all([
			call(path, { as: eve }),
			call(path, { as: eve, method: 'PATCH', json: wish(21) }),
			call(`${path}/cancel`, { as: eve, method: 'POST', json: {} }),
			call(`${path}/calendar.ics`, { as: eve })
		]);

		expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404]);
		const after = await call(path, { as: ben });
		expect(after.body).toEqual(asRead(made.body));
	});

	it('is seen by the lab that runs the instrument', async () => {
		const made = await call('/api/v1/bookings', { as: ben, method: 'POST', json: wish(22) });

		const seen = await call(`/api/v1/bookings/${String(made.body['id'])}`, { as: ada });

		expect(seen).toMatchObject({ status: 200, body: { id: made.body['id'] } });
	});
});

describe('moving and cancelling', () => {
	it('moves one end and keeps the other', async () => {
		const made = await call('/api/v1/bookings', { as: ben, method: 'POST', json: wish(23) });

		const moved = await call(`/api/v1/bookings/${String(made.body['id'])}`, {
			as: ben,
			method: 'PATCH',
			json: { end: inDays(23, '13:00') }
		});

		expect(moved).toMatchObject({ status: 200, body: { revision: 1, start: made.body['start'] } });
		expect(Date.parse(String(moved.body['end']))).toBe(Date.parse(inDays(23, '13:00')));
	});

	it('frees the time, and changes nothing the second time', async () => {
		const made = await call('/api/v1/bookings', { as: ben, method: 'POST', json: wish(24) });
		const path = `/api/v1/bookings/${String(made.body['id'])}/cancel`;

		const first = await call(path, { as: ben, method: 'POST', json: { reason: 'No sample' } });
		const second = await call(path, { as: ben, method: 'POST' });
		const next = await call('/api/v1/bookings', { as: eve, method: 'POST', json: wish(24) });

		expect(first).toMatchObject({ status: 200, body: { status: 'cancelled' } });
		expect(second.body).toEqual(first.body);
		expect(next.status).toBe(201);
	});
});

describe('GET /api/v1/bookings', () => {
	it('pages through all of one’s bookings without gap or repeat', async () => {
		for (const day of [30, 31, 32, 33, 34]) {
			await call('/api/v1/bookings', {
				as: eve,
				method: 'POST',
				json: wish(day, '14:00', '15:00')
			});
		}

		const ids: unknown[] = [];
		let cursor: string | undefined;
		do {
			const query = new URLSearchParams({
				limit: '2',
				...(cursor !== undefined && { cursor })
			});
			const page = await call(`/api/v1/bookings?${query.toString()}`, { as: eve });
			ids.push(...(page.body['items'] as { id: string }[]).map(({ id }) => id));
			cursor = (page.body['next_cursor'] as string | null) ?? undefined;
		} while (cursor !== undefined);

		const whole = await call('/api/v1/bookings?limit=100', { as: eve });
		expect(ids).toEqual((whole.body['items'] as { id: string }[]).map(({ id }) => id));
		expect(new Set(ids).size).toBe(ids.length);
		expect(ids.length).toBeGreaterThanOrEqual(5);
	});

	it.each(['?cursor=nonsense', '?limit=0', '?limit=1000', '?status=lost', '?from=yesterday'])(
		'refuses %s',
		async (query) => {
			const answer = await call(`/api/v1/bookings${query}`, { as: ben });

			expect(answer.status).toBe(422);
		}
	);
});

describe('a booking’s calendar', () => {
	it('is an event in UTC with a lasting UID', async () => {
		const made = await call('/api/v1/bookings', { as: ben, method: 'POST', json: wish(25) });
		const id = String(made.body['id']);

		const response = await fetch(`${app.origin}/api/v1/bookings/${id}/calendar.ics`, {
			headers: { authorization: `Bearer ${ben.token}` }
		});
		const calendar = await response.text();

		expect(response.headers.get('content-type')).toBe('text/calendar; charset=utf-8');
		expect(calendar).toContain(`UID:booking-${id}@yixiang`);
		expect(calendar).toMatch(/DTSTART:\d{8}T020000Z/);
	});
});
