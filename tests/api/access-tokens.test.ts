import { randomUUID } from 'node:crypto';
import type { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApp, type App } from '../support/app.ts';
import { inDays } from '../support/booking-calls.ts';
import { aMembership, anInstrument, anOrganisation, aPlatform } from '../support/builders.ts';
import { signInCustomers, type Customer } from '../support/customers.ts';
import { connect, toDb, type Db } from '../support/database.ts';

type Id = { id: string };

let app: App;
let database: Client;
let db: Db;
/** A member of a startup. */
let ben: Customer;
/** The manager of a platform with two instruments. */
let ada: Customer;
/** The administrator. */
let root: Customer;
let university: Id;
let platform: Id;
let instrument: Id;
let neighbour: Id;

beforeAll(async () => {
	database = await connect();
	db = toDb(database);
	university = await anOrganisation(db, 'university', 'Token university');
	const agency = await anOrganisation(db, 'agency', 'Token agency');
	platform = await aPlatform(db, university);
	instrument = await anInstrument(db, platform, { units: 200 });
	neighbour = await anInstrument(db, platform, { units: 200 });
	const [first, second, third] = await signInCustomers(database, 3);
	if (!first || !second || !third) throw new Error('Three customers are needed.');
	[ben, ada, root] = [first, second, third];
	await aMembership(db, { person: ada, organisation: university, role: 'manager', platform });
	await aMembership(db, { person: root, organisation: agency, role: 'administrator' });
	app = await startApp();
});

afterAll(async () => {
	await app.stop();
	await database.end();
});

type Call = { method?: string; json?: object; headers?: Record<string, string> };
type Answer = { status: number; body: Record<string, unknown> & { type?: string } };

async function send(url: string, { method = 'GET', json, headers = {} }: Call): Promise<Answer> {
	const response = await fetch(url, {
		method,
		headers: { ...(json && { 'content-type': 'application/json' }), ...headers },
		body: json ? JSON.stringify(json) : null
	});
	const text = await response.text();
	return {
		status: response.status,
		body: text === '' ? {} : (JSON.parse(text) as Answer['body'])
	};
}

/** The public API, where a token is a bearer. */
function api(path: string, token: string, call: Call = {}): Promise<Answer> {
	return send(`${app.origin}/api/v1${path}`, {
		...call,
		headers: { authorization: `Bearer ${token}`, ...call.headers }
	});
}

/** The Data API as a stranger reaches it, with the key that everybody has. */
function rest(path: string, headers: Record<string, string>, call: Call = {}): Promise<Answer> {
	return send(`${process.env['PUBLIC_SUPABASE_URL'] ?? ''}/rest/v1${path}`, {
		...call,
		headers: { apikey: process.env['PUBLIC_SUPABASE_PUBLISHABLE_KEY'] ?? '', ...headers }
	});
}

function asSession(customer: Customer) {
	return { authorization: `Bearer ${customer.token}` };
}

function asToken(token: string) {
	return { 'x-api-token': token };
}

function inDaysFromNow(days: number): string {
	return new Date(Date.now() + days * 86_400_000).toISOString();
}

/** Makes a token as its holder does, by the Data API. */
async function aToken(
	holder: Customer,
	{ scopes = ['read'], agentOf }: { scopes?: string[]; agentOf?: Id } = {}
): Promise<{ id: string; token: string }> {
	const { status, body } = await rest('/rpc/create_access_token', asSession(holder), {
		method: 'POST',
		json: {
			name: 'Test',
			scopes,
			expires_at: inDaysFromNow(30),
			...(agentOf && { instrument_id: agentOf.id })
		}
	});
	if (status !== 200) throw new Error(`No token: ${JSON.stringify(body)}`);
	return body as { id: string; token: string };
}

let day = 20;

/** A wish that no other test has. */
function wish(of: Id = instrument) {
	day += 1;
	return { instrument_id: of.id, start: inDays(day, '10:00'), end: inDays(day, '11:00') };
}

/** A booking of Ben's that has begun and can be checked in, on a unit of its own. */
async function aBookingNow(of: Id): Promise<string> {
	const { body } = await api('/bookings', ben.token, { method: 'POST', json: wish(of) });
	const id = String(body['id']);
	await database.query(
		`update public.bookings
		set reserved = tstzrange(date_trunc('minute', now()), date_trunc('minute', now()) + interval '1 hour'),
			no_show_at = now() + interval '30 minutes'
		where id = $1`,
		[id]
	);
	await database.query(
		`update public.occupancies
		set unit = $2, during = bookings.reserved, lapses_at = bookings.no_show_at
		from public.bookings
		where bookings.id = occupancies.booking_id and occupancies.booking_id = $1`,
		[id, day]
	);
	return id;
}

describe('a token that reads', () => {
	it('sees what its person sees', async () => {
		const { token } = await aToken(ben);
		const { body } = await api('/bookings', ben.token, { method: 'POST', json: wish() });

		expect((await api(`/bookings/${String(body.id)}`, token)).body).toEqual(
			(await api(`/bookings/${String(body.id)}`, ben.token)).body
		);
		expect(await rest(`/bookings?select=id&id=eq.${String(body.id)}`, asToken(token))).toEqual({
			status: 200,
			body: [{ id: body.id }]
		});
	});

	it('books nothing, by neither door', async () => {
		const { token } = await aToken(ben);
		const wanted = wish();

		expect(await api('/bookings', token, { method: 'POST', json: wanted })).toMatchObject({
			status: 403,
			body: { type: '/api/v1/problems/token_scope_missing' }
		});
		expect(
			await rest('/rpc/book_instrument', asToken(token), {
				method: 'POST',
				json: {
					instrument_id: wanted.instrument_id,
					starts_at: wanted.start,
					ends_at: wanted.end
				}
			})
		).toMatchObject({ status: 403, body: { message: 'token_scope_missing', details: 'book' } });
	});

	it('judges a wish without booking', async () => {
		const { token } = await aToken(ben);

		expect(
			await api('/bookings?dry_run=true', token, { method: 'POST', json: wish() })
		).toMatchObject({ status: 200, body: { allowed: true } });
	});

	it('writes no table and calls no function that writes', async () => {
		const { token } = await aToken(ben, { scopes: ['read', 'book', 'check_in'] });

		for (const [path, method, json] of [
			[`/people?id=eq.${ben.id}`, 'PATCH', { display_name: 'Eve' }],
			['/rpc/register_organisation', 'POST', { name: 'By a token' }],
			[
				'/rpc/create_access_token',
				'POST',
				{ name: 'Offspring', scopes: ['book'], expires_at: inDaysFromNow(1) }
			]
		] as const) {
			const { body } = await rest(path, asToken(token), { method, json });
			expect(body).toMatchObject({ code: '25006' });
		}
	});

	it('says when it was used last', async () => {
		const { id, token } = await aToken(ben);

		await api('/bookings', token);

		const { rows } = await database.query<{ is_now: boolean }>(
			`select last_used_at > now() - interval '1 minute' as is_now
			from public.access_tokens where id = $1`,
			[id]
		);
		expect(rows).toEqual([{ is_now: true }]);
	});
});

describe('a token that books', () => {
	it('books and cancels for its person, and leaves its person in the audit', async () => {
		const { token } = await aToken(ben, { scopes: ['read', 'book'] });

		const made = await api('/bookings', token, { method: 'POST', json: wish() });
		expect(made.status).toBe(201);
		const cancelled = await api(`/bookings/${String(made.body.id)}/cancel`, token, {
			method: 'POST'
		});

		expect(cancelled).toMatchObject({ status: 200, body: { status: 'cancelled' } });
		const { rows } = await database.query(
			'select distinct person_id from public.audit_entries where subject_id = $1',
			[made.body.id]
		);
		expect(rows).toEqual([{ person_id: ben.id }]);
	});

	it('decides nothing for the lab, though its person may', async () => {
		const { token } = await aToken(ada, { scopes: ['read', 'book'] });

		expect(
			await rest('/rpc/approve_booking', asToken(token), {
				method: 'POST',
				json: { booking_id: randomUUID() }
			})
		).toMatchObject({ status: 403, body: { message: 'token_scope_missing', details: 'manage' } });
	});
});

describe('a token that manages', () => {
	it('decides where its person may, and nowhere else', async () => {
		const { token } = await aToken(ada, { scopes: ['read', 'manage'] });

		expect(
			await rest('/rpc/import_services', asToken(token), {
				method: 'POST',
				json: { rows: [], platform_id: platform.id }
			})
		).toEqual({ status: 200, body: [] });
		expect(
			await rest('/rpc/import_services', asToken(token), {
				method: 'POST',
				json: { rows: [], platform_id: (await aPlatform(db, university)).id }
			})
		).toMatchObject({ status: 403, body: { message: 'import_not_allowed' } });
	});
});

describe('the token of an administrator', () => {
	it('has none of their rights, unless it is meant for that', async () => {
		const plain = await aToken(root, { scopes: ['read', 'manage'] });
		const full = await aToken(root, { scopes: ['read', 'manage', 'administer'] });
		const readAudit = (token: string) => rest('/audit_entries?select=id&limit=1', asToken(token));
		const importAnything = (token: string) =>
			rest('/rpc/import_services', asToken(token), { method: 'POST', json: { rows: [] } });

		expect(await readAudit(plain.token)).toEqual({ status: 200, body: [] });
		expect((await readAudit(full.token)).body).toHaveLength(1);
		expect(await importAnything(plain.token)).toMatchObject({
			status: 403,
			body: { message: 'import_not_allowed' }
		});
		expect(await importAnything(full.token)).toEqual({ status: 200, body: [] });
	});
});

describe('the token of an instrument’s agent', () => {
	it('reads the bookings of its instrument, and nothing else', async () => {
		const { token } = await aToken(ada, { agentOf: instrument });
		const own = await aBookingNow(instrument);
		const other = await aBookingNow(neighbour);

		const { status, body } = await rest('/bookings?select=id,instrument_id', asToken(token));
		expect(status).toBe(200);
		const bookings = body as unknown as { id: string; instrument_id: string }[];
		expect(bookings.map(({ id }) => id)).toContain(own);
		expect(bookings.map(({ id }) => id)).not.toContain(other);
		expect(await api(`/bookings/${own}`, token)).toMatchObject({ status: 200, body: { id: own } });
		expect((await api(`/bookings/${other}`, token)).status).toBe(404);

		for (const path of [
			'/people?select=id',
			'/memberships?select=id',
			'/organisations?select=id',
			'/instruments?select=id',
			'/access_tokens?select=id',
			'/bookings?select=id,people!bookings_person_id_fkey(display_name)',
			'/bookings?select=id,organisations(name)'
		]) {
			expect((await rest(path, asToken(token))).body, path).toMatchObject({ code: '42501' });
		}
	});

	it('reports the use of its instrument as its own', async () => {
		const { token } = await aToken(ada, { agentOf: instrument });
		const booking = await aBookingNow(instrument);

		const checkedIn = await rest('/rpc/check_in', asToken(token), {
			method: 'POST',
			json: { booking_id: booking }
		});
		const checkedOut = await rest('/rpc/check_out', asToken(token), {
			method: 'POST',
			json: { booking_id: booking }
		});

		expect(checkedIn).toMatchObject({ status: 200, body: { source: 'agent', ended_at: null } });
		expect(checkedOut.status).toBe(200);
		expect(checkedOut.body['ended_at']).not.toBeNull();
	});

	it('checks in and out by the public API, on its own instrument and nothing else', async () => {
		const { token } = await aToken(ada, { agentOf: instrument });
		const own = await aBookingNow(instrument);
		const other = await aBookingNow(neighbour);
		const post = (path: string, json?: object) =>
			api(path, token, { method: 'POST', ...(json && { json }) });

		expect(await post(`/bookings/${own}/check-in`)).toMatchObject({
			status: 200,
			body: { status: 'in_use', usage: [{ source: 'agent', end: null }] }
		});
		expect(await post(`/bookings/${own}/check-out`)).toMatchObject({
			status: 200,
			body: { status: 'completed' }
		});
		expect((await post(`/bookings/${other}/check-in`)).status).toBe(404);
		for (const [path, json] of [
			[`/bookings/${own}/extend`, { end: inDays(1, '12:00') }],
			[`/bookings/${own}/cancel`, {}],
			['/bookings', wish()]
		] as const) {
			expect(await post(path, json), path).toMatchObject({
				status: 403,
				body: { type: '/api/v1/problems/token_scope_missing' }
			});
		}
	});

	it('knows no booking of another instrument of the same platform', async () => {
		const { token } = await aToken(ada, { agentOf: instrument });
		const booking = await aBookingNow(neighbour);

		for (const call of ['check_in', 'check_out']) {
			expect(
				await rest(`/rpc/${call}`, asToken(token), {
					method: 'POST',
					json: { booking_id: booking }
				})
			).toMatchObject({ status: 404, body: { message: 'booking_not_found' } });
		}
	});

	it('does nothing else that its maker may do', async () => {
		const { token } = await aToken(ada, { agentOf: instrument });
		const booking = await aBookingNow(instrument);

		expect(
			await rest('/rpc/cancel_booking', asToken(token), {
				method: 'POST',
				json: { booking_id: booking }
			})
		).toMatchObject({ status: 403, body: { message: 'token_scope_missing' } });
		expect(
			await rest(`/rpc/instrument_desk?instrument_id=${neighbour.id}`, asToken(token))
		).toMatchObject({ body: { code: '42501' } });
	});

	it('ends when its maker no longer manages the platform', async () => {
		const { token } = await aToken(ada, { agentOf: instrument });
		await database.query(
			'update public.memberships set role = $2 where person_id = $1 and role = $3',
			[ada.id, 'technician', 'manager']
		);

		const refused = await rest('/bookings?select=id', asToken(token));

		await database.query(
			'update public.memberships set role = $2 where person_id = $1 and role = $3',
			[ada.id, 'manager', 'technician']
		);
		expect(refused).toMatchObject({ status: 401, body: { message: 'token_revoked' } });
		expect((await rest('/bookings?select=id', asToken(token))).status).toBe(200);
	});
});

describe('a token that is good no more', () => {
	it('is refused at once when it was revoked, also where it was just accepted', async () => {
		const { id, token } = await aToken(ben);
		expect((await api('/bookings', token)).status).toBe(200);

		await rest('/rpc/revoke_access_token', asSession(ben), {
			method: 'POST',
			json: { token_id: id }
		});

		expect(await api('/bookings', token)).toMatchObject({
			status: 401,
			body: { type: '/api/v1/problems/token_revoked' }
		});
		expect(await rest('/bookings', asToken(token))).toMatchObject({
			status: 401,
			body: { message: 'token_revoked' }
		});
	});

	it('is refused when it has expired', async () => {
		const { id, token } = await aToken(ben);
		await database.query(
			`update public.access_tokens
			set created_at = now() - interval '2 days', expires_at = now() - interval '1 day'
			where id = $1`,
			[id]
		);

		expect(await api('/bookings', token)).toMatchObject({
			status: 401,
			body: { type: '/api/v1/problems/token_expired' }
		});
		expect(await rest('/bookings', asToken(token))).toMatchObject({
			status: 401,
			body: { message: 'token_expired' }
		});
	});

	it('is refused when its person was suspended', async () => {
		const { token } = await aToken(ben);
		await database.query(
			`update auth.users set banned_until = now() + interval '1 day' where id = $1`,
			[ben.id]
		);

		const refused = await rest('/bookings', asToken(token));

		await database.query('update auth.users set banned_until = null where id = $1', [ben.id]);
		expect(refused).toMatchObject({ status: 401, body: { message: 'token_revoked' } });
	});

	it('sees nothing more of an organisation that its person has left', async () => {
		const { token } = await aToken(ben, { scopes: ['read', 'book'] });
		const { body } = await api('/bookings', ben.token, { method: 'POST', json: wish() });
		await database.query('delete from public.memberships where person_id = $1', [ben.id]);

		const seen = await api(`/bookings/${String(body.id)}`, token);
		const booked = await api('/bookings', token, {
			method: 'POST',
			json: { ...wish(), organisation_id: ben.organisationId }
		});

		await aMembership(db, {
			person: ben,
			organisation: { id: ben.organisationId },
			role: 'member'
		});
		expect(seen.status).toBe(404);
		expect(booked).toMatchObject({
			status: 403,
			body: { type: '/api/v1/problems/organisation_not_yours' }
		});
	});
});

describe('who holds no token', () => {
	it('cannot make one up, nor the claims behind it', async () => {
		const claims = JSON.stringify({ sub: ben.id, role: 'authenticated' });

		expect(await rest('/bookings', asToken('yx_made-up'))).toMatchObject({
			status: 401,
			body: { message: 'token_invalid' }
		});
		expect(
			await rest('/bookings?select=id', {
				'request.jwt.claims': claims,
				'request-jwt-claims': claims,
				'x-request-jwt-claims': claims,
				role: 'authenticated',
				'x-role': 'service_role'
			})
		).toMatchObject({ status: 401, body: { code: '42501' } });
		expect(
			await rest(
				'/rpc/open_access_token',
				{ 'content-profile': 'private' },
				{
					method: 'POST',
					json: { token: 'yx_made-up', path: '/' }
				}
			)
		).toMatchObject({ status: 406, body: { code: 'PGRST106' } });
		expect((await rest('/rpc/set_config', {}, { method: 'POST', json: {} })).status).toBe(404);
	});

	it('is refused with an empty one, and with one beside a session', async () => {
		const { token } = await aToken(ben);

		expect(await rest('/instruments?select=id&limit=1', asToken(''))).toMatchObject({
			status: 401,
			body: { message: 'token_invalid' }
		});
		expect(await rest('/bookings', { ...asSession(ada), ...asToken(token) })).toMatchObject({
			status: 400,
			body: { message: 'token_beside_session' }
		});
		expect(
			await send(`${process.env['PUBLIC_SUPABASE_URL'] ?? ''}/rest/v1/bookings`, {
				headers: {
					apikey: process.env['SUPABASE_SECRET_KEY'] ?? '',
					...asToken(token)
				}
			})
		).toMatchObject({ status: 400, body: { message: 'token_beside_session' } });
	});
});
