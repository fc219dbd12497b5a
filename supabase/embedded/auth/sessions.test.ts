import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
	aPerson,
	refreshTokenOf,
	signIn,
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

/** Refreshes on a device that holds nothing but the token. */
async function refresh(token: string): Promise<{ token: string | undefined; code: unknown }> {
	const { data, error } = await server.client().refreshSession({ refresh_token: token });
	return { token: data.session?.refresh_token, code: error?.code };
}

describe('refreshing', () => {
	it('gives a new token, and the same one again to a client that lost the answer', async () => {
		const { client } = await aPerson(server);
		const first = await refreshTokenOf(client);

		const { token: second } = await refresh(first);
		const { token: again } = await refresh(first);

		expect(second).not.toBe(first);
		expect(again).toBe(second);
	});

	it('ends the session for both who hold a token from further back', async () => {
		const { client } = await aPerson(server);
		const first = await refreshTokenOf(client);
		const { token: second = '' } = await refresh(first);
		const { token: third = '' } = await refresh(second);

		const thief = await refresh(first);
		const owner = await refresh(third);

		expect(thief.code).toBe('refresh_token_already_used');
		expect(owner.token).toBeUndefined();
		expect((await client.getUser()).error?.name).toBe('AuthSessionMissingError');
	});

	it('lets an old token pass within the reuse interval, and gives the active one', async () => {
		const lenient = await server.startAnother({
			GOTRUE_SECURITY_REFRESH_TOKEN_REUSE_INTERVAL: '10'
		});
		const { client } = await aPerson(lenient);
		const first = await refreshTokenOf(client);
		const second = await lenient.client().refreshSession({ refresh_token: first });
		const third = await lenient
			.client()
			.refreshSession({ refresh_token: second.data.session?.refresh_token ?? '' });

		const late = await lenient.client().refreshSession({ refresh_token: first });

		expect(late.data.session?.refresh_token).toBe(third.data.session?.refresh_token);
	});

	it('leads everybody who refreshes at once to the same token', async () => {
		const { client } = await aPerson(server);
		const token = await refreshTokenOf(client);

		const answers = await Promise.all(Array.from({ length: 24 }, () => refresh(token)));

		expect(answers.map(({ code }) => code)).toEqual(Array(24).fill(undefined));
		expect(new Set(answers.map(({ token: next }) => next)).size).toBe(1);
	});

	it('says of a token that nobody was given that there is none', async () => {
		expect((await refresh('abcdefghijkl')).code).toBe('refresh_token_not_found');
	});

	it('ends with the time that a session may take', async () => {
		const strict = await server.startAnother({ GOTRUE_SESSIONS_TIMEBOX: '1h' });
		const { client, id } = await aPerson(strict);
		await server.pool.query(
			`update auth.sessions set created_at = now() - interval '61 minutes' where user_id = $1`,
			[id]
		);

		const { error } = await strict
			.client()
			.refreshSession({ refresh_token: await refreshTokenOf(client) });

		expect(error?.code).toBe('session_expired');
	});
});

describe('signing out', () => {
	it.each([
		['local', [false, true, true]],
		['others', [true, false, false]],
		['global', [false, false, false]]
	] as const)('%s ends the sessions that it names', async (scope, stay) => {
		const { email, client: first } = await aPerson(server);
		const devices = [first, await signIn(server, email), await signIn(server, email)];
		const tokens = await Promise.all(devices.map(refreshTokenOf));

		await first.signOut({ scope });

		const answers = await Promise.all(tokens.map(refresh));
		expect(answers.map(({ token }) => token !== undefined)).toEqual(stay);
	});

	it('takes effect on an access token at once', async () => {
		const { client } = await aPerson(server);
		const { data } = await client.getSession();
		const accessToken = data.session?.access_token ?? '';
		await server.admin.signOut(accessToken, 'local');

		const response = await fetch(`${server.url}/user`, {
			headers: { authorization: `Bearer ${accessToken}` }
		});

		expect(response.status).toBe(403);
		expect(await response.json()).toMatchObject({ error_code: 'session_not_found' });
	});
});

describe('a changed password', () => {
	it('signs every other device out and keeps this one', async () => {
		const { email, client } = await aPerson(server);
		const other = await refreshTokenOf(await signIn(server, email));

		const { error } = await client.updateUser({ password: 'another-long-password' });

		expect(error).toBeNull();
		expect((await refresh(other)).token).toBeUndefined();
		expect((await client.getUser()).data.user?.email).toBe(email);
	});
});
