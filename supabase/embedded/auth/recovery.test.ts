import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
	anEmail,
	aPerson,
	follow,
	PASSWORD,
	SITE_URL,
	startTestServer,
	type TestServer
} from './test-server.ts';

let server: TestServer;

beforeAll(async () => {
	server = await startTestServer();
});

afterAll(async () => {
	await server.stop();
});

const CALLBACK = 'https://app.yixiang.test/auth/callback';

describe('recovering a password', () => {
	it('by PKCE leads back with a code that only this client can use', async () => {
		const { email } = await aPerson(server);
		const client = server.client('pkce');
		await client.resetPasswordForEmail(email, { redirectTo: CALLBACK });

		const target = await follow(server, server.mailTo(email).link);
		const code = target.searchParams.get('code') ?? '';
		const stranger = await exchange(code, 'x'.repeat(56));
		const { data, error } = await client.exchangeCodeForSession(code);
		const again = await exchange(code, 'x'.repeat(56));

		expect(target.origin + target.pathname).toBe(CALLBACK);
		expect(target.hash).toBe('');
		expect(stranger).toBe('bad_code_verifier');
		expect(error).toBeNull();
		expect(data.session?.user.email).toBe(email);
		expect(again).toBe('flow_state_not_found');
	});

	it('lets the person choose a new password, and none that is the old one', async () => {
		const { email } = await aPerson(server);
		const client = server.client();
		await client.resetPasswordForEmail(email);
		await client.verifyOtp({ email, token: server.mailTo(email).code, type: 'recovery' });

		const same = await client.updateUser({ password: PASSWORD });
		const other = await client.updateUser({ password: 'another-long-password' });

		expect(same.error?.code).toBe('same_password');
		expect(other.error).toBeNull();
	});

	it('does not tell whether an address has an account', async () => {
		const { email: known } = await aPerson(server);
		const unknown = anEmail();

		const first = await server.client().resetPasswordForEmail(unknown);
		const again = await server.client().resetPasswordForEmail(unknown);
		await server.client().resetPasswordForEmail(known);
		const knownAgain = await server.client().resetPasswordForEmail(known);

		expect(first.error).toBeNull();
		expect(again.error?.message).toBe(knownAgain.error?.message);
		expect(server.mailCount(unknown)).toBe(0);
	});

	it('leads to no address that is not allowed', async () => {
		const { email } = await aPerson(server);
		await server
			.client()
			.resetPasswordForEmail(email, { redirectTo: 'https://evil.test/auth/callback' });

		const target = await follow(server, server.mailTo(email).link);

		expect(target.origin).toBe(SITE_URL);
	});

	it('lets no stored code pass before its link was followed', async () => {
		const { email, id } = await aPerson(server);
		await server.client('pkce').resetPasswordForEmail(email);
		const { rows } = await server.pool.query<{ auth_code: string }>(
			'select auth_code from auth.flow_state where user_id = $1',
			[id]
		);

		expect(await exchange(rows[0]?.auth_code ?? '', 'x'.repeat(56))).toBe('flow_state_not_found');
	});
});

async function exchange(code: string, verifier: string): Promise<unknown> {
	const response = await fetch(`${server.url}/token?grant_type=pkce`, {
		method: 'POST',
		body: JSON.stringify({ auth_code: code, code_verifier: verifier })
	});
	const body = (await response.json()) as { error_code?: string };
	return body.error_code;
}

describe('a code by mail', () => {
	it('signs in, once', async () => {
		const { email } = await aPerson(server);
		await server.client().signInWithOtp({ email });
		const { code: token } = server.mailTo(email);

		const attempts = await Promise.all(
			Array.from({ length: 4 }, () => server.client().verifyOtp({ email, token, type: 'email' }))
		);

		expect(attempts.filter(({ error }) => error === null)).toHaveLength(1);
		expect(attempts.map(({ error }) => error?.code).filter(Boolean)).toEqual(
			Array(3).fill('otp_expired')
		);
	});

	it('cannot be guessed by trying', async () => {
		const { email } = await aPerson(server);
		await server.client().signInWithOtp({ email });
		const { code } = server.mailTo(email);
		const wrong = code === '000000' ? '000001' : '000000';
		for (let attempt = 0; attempt < 10; attempt++) {
			await server.client().verifyOtp({ email, token: wrong, type: 'email' });
		}

		const { error } = await server.client().verifyOtp({ email, token: code, type: 'email' });

		expect(error?.code).toBe('over_request_rate_limit');
	});

	it('is worth nothing when it is too old', async () => {
		const { email, id } = await aPerson(server);
		await server.client().signInWithOtp({ email });
		await server.pool.query(
			`update auth.users set recovery_sent_at = now() - interval '25 hours' where id = $1`,
			[id]
		);

		const { error } = await server
			.client()
			.verifyOtp({ email, token: server.mailTo(email).code, type: 'email' });

		expect(error?.code).toBe('otp_expired');
	});

	it('is stored as a hash only', async () => {
		const { email, id } = await aPerson(server);
		await server.client().signInWithOtp({ email });

		const { rows } = await server.pool.query<{ row: string }>(
			`select to_jsonb(users)::text || to_jsonb(one_time_tokens)::text as row
			from auth.users
			join auth.one_time_tokens on one_time_tokens.user_id = users.id
			where users.id = $1`,
			[id]
		);

		expect(rows).toHaveLength(1);
		expect(rows[0]?.row).not.toContain(`"${server.mailTo(email).code}"`);
	});
});

describe('changing the address', () => {
	it('takes the consent of both', async () => {
		const { email, client } = await aPerson(server);
		const newEmail = anEmail();
		await client.updateUser({ email: newEmail });

		const first = await follow(server, server.mailTo(email).link);
		const between = await client.getUser();
		await follow(server, server.mailTo(newEmail).link);
		const after = await client.getUser();

		expect(first.hash).toContain('message=Confirmation+link+accepted');
		expect(between.data.user).toMatchObject({ email, new_email: newEmail });
		expect(after.data.user?.email).toBe(newEmail);
		expect(after.data.user?.identities?.[0]?.identity_data).toMatchObject({ email: newEmail });
	});

	it('to one that is taken is refused', async () => {
		const { client } = await aPerson(server);
		const { email: taken } = await aPerson(server);

		const { error } = await client.updateUser({ email: taken });

		expect(error?.code).toBe('email_exists');
	});
});

describe('a server that asks who it is before a password is changed', () => {
	it('takes the code of a mail', async () => {
		const strict = await server.startAnother({
			GOTRUE_SECURITY_UPDATE_PASSWORD_REQUIRE_REAUTHENTICATION: 'true'
		});
		const { email, client, id } = await aPerson(strict);
		await server.pool.query(
			`update auth.sessions set created_at = now() - interval '25 hours' where user_id = $1`,
			[id]
		);
		const password = 'another-long-password';

		const without = await client.updateUser({ password });
		await client.reauthenticate();
		const wrong = await client.updateUser({ password, nonce: '12345' });
		const right = await client.updateUser({ password, nonce: server.mailTo(email).code });

		expect(without.error?.code).toBe('reauthentication_needed');
		expect(wrong.error?.code).toBe('reauthentication_not_valid');
		expect(right.error).toBeNull();
	});
});
