import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aPerson, anEmail, PASSWORD, startTestServer, type TestServer } from './test-server.ts';

let server: TestServer;

beforeAll(async () => {
	server = await startTestServer();
});

afterAll(async () => {
	await server.stop();
});

async function post(path: string, body: string): Promise<{ status: number; body: unknown }> {
	const response = await fetch(`${server.url}${path}`, { method: 'POST', body });
	return { status: response.status, body: await response.json() };
}

describe('signing in with a password', () => {
	it('takes a hash that pgcrypto made', async () => {
		await server.pool.query('create extension if not exists pgcrypto');
		await server.pool.query(
			`insert into auth.users (
				instance_id, id, aud, role, email, encrypted_password, email_confirmed_at
			)
			values (
				'00000000-0000-0000-0000-000000000000', $1, 'authenticated', 'authenticated',
				'seeded@example.com', crypt($2, gen_salt('bf')), now()
			)`,
			[randomUUID(), PASSWORD]
		);

		const { data, error } = await server
			.client()
			.signInWithPassword({ email: 'Seeded@Example.com', password: PASSWORD });

		expect(error).toBeNull();
		expect(data.user?.email).toBe('seeded@example.com');
	});

	it('answers a wrong password and an unknown address alike', async () => {
		const { email } = await aPerson(server);

		const wrong = await server.client().signInWithPassword({ email, password: 'wrong' });
		const unknown = await server
			.client()
			.signInWithPassword({ email: anEmail(), password: 'wrong' });

		expect(wrong.error?.code).toBe('invalid_credentials');
		expect(unknown.error).toEqual(wrong.error);
	});

	it('gives an access token that verifies locally by the published key', async () => {
		const { client, email, id } = await aPerson(server);

		const { data } = await client.getClaims();

		expect(data?.header.alg).toBe('RS256');
		expect(data?.claims).toMatchObject({
			sub: id,
			email,
			role: 'authenticated',
			aud: 'authenticated',
			aal: 'aal1',
			is_anonymous: false
		});
		expect(data?.claims.amr).toHaveLength(1);
		expect(data?.claims.session_id).toHaveLength(36);
	});

	it('refuses a person who is banned, and the access token that is still out', async () => {
		const { client, email, id } = await aPerson(server);
		await server.admin.updateUserById(id, { ban_duration: '1h' });

		const signIn = await server.client().signInWithPassword({ email, password: PASSWORD });
		const user = await client.getUser();

		expect(signIn.error?.code).toBe('user_banned');
		expect(user.error?.code).toBe('user_banned');
	});
});

describe('an access token', () => {
	it.each([
		['that is not one', 'nonsense'],
		[
			'that nobody signed',
			`${btoa('{"alg":"none"}')}.${btoa('{"sub":"x","role":"service_role"}')}.`.replaceAll('=', '')
		]
	])('%s opens nothing', async (_, token) => {
		const response = await fetch(`${server.url}/admin/users`, {
			headers: { authorization: `Bearer ${token}` }
		});

		expect(response.status).toBe(403);
		expect(await response.json()).toMatchObject({ error_code: 'bad_jwt' });
	});

	it('of a person opens no administrator’s call', async () => {
		const { client } = await aPerson(server);
		const { data } = await client.getSession();

		const response = await fetch(`${server.url}/admin/users`, {
			headers: { authorization: `Bearer ${data.session?.access_token ?? ''}` }
		});

		expect(response.status).toBe(403);
		expect(await response.json()).toMatchObject({ error_code: 'not_admin' });
	});
});

describe('bad input', () => {
	it.each([
		['what is not JSON', '{"email":'],
		['no body', ''],
		['a list', '[]'],
		['a number for a text', '{"email":1,"password":"x"}'],
		['NUL', '{"email":"a\\u0000@example.com","password":"x"}'],
		['half a surrogate pair', '{"email":"a\\ud800@example.com","password":"x"}']
	])('%s is refused as bad_json', async (_, body) => {
		expect(await post('/token?grant_type=password', body)).toMatchObject({
			status: 400,
			body: { error_code: 'bad_json' }
		});
	});

	it('is refused where it is too long', async () => {
		const body = JSON.stringify({ email: 'a'.repeat(2 ** 21) });

		expect(await post('/signup', body)).toMatchObject({ status: 413 });
	});

	it('in what a person keeps is refused, too', async () => {
		const { client } = await aPerson(server);
		let nested: unknown = 'x';
		for (let depth = 0; depth < 100; depth++) nested = [nested];

		const nul = await client.updateUser({ data: { a: ['\0'] } });
		const deep = await client.updateUser({ data: { nested } });
		const query = await post('/verify?type=signup&token=%00', '{}');

		expect([nul.error?.code, deep.error?.code]).toEqual(['bad_json', 'bad_json']);
		expect(query.status).toBe(400);
	});

	it.each(['constructor', '__proto__', 'unknown'])('grant %s is unknown', async (grant) => {
		expect(await post(`/token?grant_type=${grant}`, '{}')).toMatchObject({ status: 400 });
	});

	it('is told in the format that the client asks for', async () => {
		const response = await fetch(`${server.url}/token?grant_type=password`, {
			method: 'POST',
			body: '{}',
			headers: { 'x-supabase-api-version': '2024-01-01' }
		});

		expect(response.headers.get('x-supabase-api-version')).toBe('2024-01-01');
		expect(await response.json()).toEqual({
			code: 'validation_failed',
			message: 'missing email or phone'
		});
	});
});

describe('what is not offered', () => {
	it('is shown as such in the settings', async () => {
		const response = await fetch(`${server.url}/settings`);

		expect(await response.json()).toMatchObject({
			external: { email: true, phone: false, google: false, anonymous_users: false },
			disable_signup: false,
			mailer_autoconfirm: false
		});
	});

	it('is refused with the code of a feature that is off', async () => {
		const { client } = await aPerson(server);
		const anonymous = await server.client().signInAnonymously();
		const phone = await server.client().signInWithOtp({ phone: '8613800138000' });
		const phonePassword = await server
			.client()
			.signInWithPassword({ phone: '8613800138000', password: PASSWORD });
		const idToken = await server.client().signInWithIdToken({ provider: 'google', token: 'a.b.c' });
		const sso = await server.client().signInWithSSO({ domain: 'example.com' });
		const factor = await client.mfa.enroll({ factorType: 'totp' });
		const linking = await client.linkIdentity({ provider: 'google' });
		const oauth = await fetch(`${server.url}/authorize?provider=google`);

		expect(anonymous.error?.code).toBe('anonymous_provider_disabled');
		expect(phone.error?.code).toBe('phone_provider_disabled');
		expect(phonePassword.error?.code).toBe('phone_provider_disabled');
		expect(idToken.error).toMatchObject({
			code: 'provider_disabled',
			message: 'Provider (issuer "https://accounts.google.com") is not enabled'
		});
		expect(sso.error?.code).toBe('saml_provider_disabled');
		expect(factor.error?.code).toBe('mfa_totp_enroll_not_enabled');
		expect(linking.error?.code).toBe('manual_linking_disabled');
		expect(await oauth.json()).toMatchObject({
			error_code: 'validation_failed',
			msg: 'Unsupported provider: provider is not enabled'
		});
	});
});
