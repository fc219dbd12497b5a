import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { migrate } from './migrate.ts';
import {
	anEmail,
	aPerson,
	follow,
	PASSWORD,
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

describe('an administrator', () => {
	it('opens, shows, changes and deletes an account', async () => {
		const email = anEmail();
		const created = await server.admin.createUser({
			email,
			password: PASSWORD,
			user_metadata: { full_name: '林晓' },
			app_metadata: { plan: 'lab' }
		});
		const id = created.data.user?.id ?? '';
		const changed = await server.admin.updateUserById(id, {
			email_confirm: true,
			user_metadata: { city: '杭州', full_name: null }
		});
		const shown = await server.admin.getUserById(id);
		const deleted = await server.admin.deleteUser(id);
		const gone = await server.admin.getUserById(id);

		expect(created.data.user?.app_metadata).toEqual({
			provider: 'email',
			providers: ['email'],
			plan: 'lab'
		});
		expect(changed.data.user?.user_metadata).toEqual({ city: '杭州', email_verified: true });
		expect(shown.data.user).toEqual(changed.data.user);
		expect(deleted.error).toBeNull();
		expect(gone.error?.code).toBe('user_not_found');
	});

	it('brings a hash along, which must be of bcrypt', async () => {
		const email = anEmail();
		const { rows } = await server.pool.query<{ encrypted_password: string }>(
			'select encrypted_password from auth.users where email = $1',
			[(await aPerson(server)).email]
		);
		await server.admin.createUser({
			email,
			password_hash: rows[0]?.encrypted_password ?? '',
			email_confirm: true
		});

		const { error } = await server.client().signInWithPassword({ email, password: PASSWORD });
		const plain = await server.admin.createUser({ email: anEmail(), password_hash: 'plain' });

		expect(error).toBeNull();
		expect(plain.error?.code).toBe('validation_failed');
	});

	it('keeps the row of a person who is deleted softly, and nothing that names the person', async () => {
		const { id, email, client } = await aPerson(server);

		await server.admin.deleteUser(id, true);

		const { data } = await server.admin.getUserById(id);
		expect(data.user?.deleted_at).toEqual(expect.any(String));
		expect(JSON.stringify(data.user)).not.toContain(email);
		expect((await client.getUser()).error).not.toBeNull();
		expect((await server.client().signUp({ email, password: PASSWORD })).error).toBeNull();
	});

	it('pages through the accounts', async () => {
		await aPerson(server);
		await aPerson(server);

		const { data } = await server.admin.listUsers({ page: 1, perPage: 1 });

		expect(data.users).toHaveLength(1);
		expect(data).toMatchObject({ nextPage: 2 });
	});

	it('gets the link that a mail would hold', async () => {
		const { email } = await aPerson(server);

		const { data } = await server.admin.generateLink({ type: 'magiclink', email });
		const target = await follow(server, data.properties?.action_link ?? '');

		expect(server.mailCount(email)).toBe(0);
		expect(target.hash).toContain('access_token=');
	});

	it.each([
		['https://app.yixiang.test/auth/in', 'https://app.yixiang.test/auth/in'],
		[
			'https://app.yixiang.test/auth/in?a=1&b=2',
			'https%3A%2F%2Fapp.yixiang.test%2Fauth%2Fin%3Fa%3D1%26b%3D2'
		]
	])('writes %s into a link as Supabase does', async (redirectTo, written) => {
		const { email } = await aPerson(server);

		const { data } = await server.admin.generateLink({
			type: 'magiclink',
			email,
			options: { redirectTo }
		});

		expect(data.properties?.action_link.split('redirect_to=')[1]).toBe(written);
	});

	it('invites by mail', async () => {
		const email = anEmail();
		await server.admin.inviteUserByEmail(email);
		const client = server.client();

		const { error } = await client.verifyOtp({
			email,
			token: server.mailTo(email).code,
			type: 'invite'
		});
		const password = await client.updateUser({ password: PASSWORD });

		expect(error).toBeNull();
		expect(password.error).toBeNull();
	});

	it('reads who did what', async () => {
		const { email } = await aPerson(server);
		const { data } = await server.admin.generateLink({ type: 'recovery', email });

		const { rows } = await server.pool.query<{ action: string }>(
			`select payload ->> 'action' as action
			from auth.audit_log_entries
			where payload ->> 'actor_username' = $1
				or payload -> 'traits' ->> 'user_id' = $2
			order by created_at`,
			[email, data.user?.id]
		);

		expect(rows.map(({ action }) => action)).toEqual([
			'user_signedup',
			'login',
			'user_recovery_requested'
		]);
	});
});

describe('the schema', () => {
	it('is laid once', async () => {
		expect(await migrate(server.pool)).toBe(false);
	});

	it('shows the API roles no table', async () => {
		const { rows } = await server.pool.query<{ visible: number }>(
			`select count(*)::integer as visible
			from pg_catalog.pg_class, unnest(array['anon', 'authenticated', 'service_role']) as role
			where relnamespace = 'auth'::regnamespace
				and relkind = 'r'
				and has_table_privilege(role, pg_class.oid, 'select, insert, update, delete')`
		);

		expect(rows[0]?.visible).toBe(0);
	});

	it('tells a policy who asks', async () => {
		const { rows } = await server.pool.query(
			`with claims as materialized (
				select set_config('request.jwt.claims', $1, true)
			)
			select auth.uid() as uid, auth.role() as role, auth.jwt() ->> 'aal' as aal
			from claims`,
			[
				JSON.stringify({
					sub: '6f0c1f53-8f3e-4a55-b6f0-6a1f5c0d9f11',
					role: 'authenticated',
					aal: 'aal1'
				})
			]
		);

		expect(rows).toEqual([
			{ uid: '6f0c1f53-8f3e-4a55-b6f0-6a1f5c0d9f11', role: 'authenticated', aal: 'aal1' }
		]);
	});
});
