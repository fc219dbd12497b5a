import { describe, expect } from 'vitest';
import { aCast, aMembership, anOrganisation, aPerson } from '../../support/builders.ts';
import { asAnonymous, asPerson, it, refusalOf, type Db } from '../../support/database.ts';

type Id = { id: string };
type Token = {
	id: string;
	token: string;
	name: string;
	scopes: string[];
	starts_with: string;
	instrument_id: string | null;
};

type Wish = {
	name?: string;
	scopes?: string[];
	days?: number | null;
	instrument?: Id;
	key?: string;
};

function create(
	db: Db,
	as: Id,
	{ name = 'Script', scopes = ['read'], days = 30, instrument, key }: Wish = {}
): Promise<Token> {
	return asPerson(db, as.id, async () => {
		await db.query(`select set_config('request.headers', $1, true)`, [
			key === undefined ? '' : JSON.stringify({ 'idempotency-key': key })
		]);
		const { token } = await db.one<{ token: Token }>(
			`select public.create_access_token(
				$1, $2, date_trunc('day', now()) + $3 * interval '1 day', $4
			) as token`,
			[name, scopes, days, instrument?.id ?? null]
		);
		return token;
	});
}

function revoke(db: Db, as: Id, token: Id) {
	return asPerson(db, as.id, () =>
		db.one<{ revoked_by: string | null }>('select * from public.revoke_access_token($1)', [
			token.id
		])
	);
}

/** What the door makes of a token, as PostgREST calls it. */
async function useToken(db: Db, token: string, path = '/bookings') {
	await db.query('savepoint door');
	await db.query(
		`select
			set_config('request.headers', $1, true),
			set_config('request.path', $2, true),
			set_config('request.jwt.claims', '{"role": "anon"}', true),
			set_config('role', 'anon', true)`,
		[JSON.stringify({ 'x-api-token': token }), path]
	);
	try {
		await db.query('select private.use_access_token()');
		return await db.one<{ person: string | null; role: string; read_only: string }>(
			`select
				current_setting('request.jwt.claims')::jsonb ->> 'sub' as person,
				current_setting('role') as role,
				current_setting('transaction_read_only') as read_only`
		);
	} finally {
		await db.query('rollback to savepoint door');
	}
}

async function anAdministrator(db: Db): Promise<Id> {
	const root = await aPerson(db, 'Root');
	const agency = await anOrganisation(db, 'agency', 'Behörde');
	await aMembership(db, { person: root, organisation: agency, role: 'administrator' });
	return root;
}

describe('create_access_token', () => {
	it('shows the token once and keeps it nowhere', async ({ db }) => {
		const { ben } = await aCast(db);

		const made = await create(db, ben, { scopes: ['book'] });

		expect(made).toMatchObject({ name: 'Script', scopes: ['book', 'read'], instrument_id: null });
		expect(made.token).toMatch(/^yx_[\w-]{43}$/);
		expect(made.token.startsWith(made.starts_with)).toBe(true);
		const { kept } = await db.one<{ kept: string }>(
			`select concat(
				(select jsonb_agg(rows) from public.access_tokens as rows),
				(select jsonb_agg(rows) from private.access_token_hashes as rows),
				(select jsonb_agg(rows) from private.idempotency_keys as rows),
				(select jsonb_agg(rows) from public.audit_entries as rows)
			) as kept`
		);
		expect(kept).not.toContain(made.token);
		expect(
			await db.query('select action, person_id from public.audit_entries where subject_id = $1', [
				made.id
			])
		).toEqual([{ action: 'create', person_id: ben.id }]);
	});

	it('sent again with its key, gives the same token another value', async ({ db }) => {
		const { ben } = await aCast(db);
		const first = await create(db, ben, { key: 'once' });

		const second = await create(db, ben, { key: 'once' });

		expect(second.id).toBe(first.id);
		expect((await refusalOf(useToken(db, first.token))).key).toBe('token_invalid');
		expect(await useToken(db, second.token)).toMatchObject({ person: ben.id });
	});

	it('refuses the key of a token that is in use', async ({ db }) => {
		const { ben } = await aCast(db);
		const { id } = await create(db, ben, { key: 'once' });
		await db.query('update public.access_tokens set last_used_at = now() where id = $1', [id]);

		expect(await refusalOf(create(db, ben, { key: 'once' }))).toMatchObject({
			code: 'PT422',
			key: 'idempotency_key_reused'
		});
	});

	it.for([
		['a member has no lab to manage', 'manage'],
		['a member does not operate the site', 'administer']
	] as const)('refuses a scope that would be of no use: %s', async ([, scope], { db }) => {
		const { ben } = await aCast(db);

		expect(await refusalOf(create(db, ben, { scopes: [scope] }))).toMatchObject({
			code: 'PT422',
			key: 'scope_not_offered'
		});
	});

	it('lets a technician manage by token and an administrator administer', async ({ db }) => {
		const { tom } = await aCast(db);

		expect(await create(db, tom, { scopes: ['manage'] })).toMatchObject({
			scopes: ['manage', 'read']
		});
		expect(await create(db, await anAdministrator(db), { scopes: ['administer'] })).toMatchObject({
			scopes: ['administer', 'read']
		});
	});

	it.for([
		['an end', null],
		['an end ahead', -1],
		['an end within a year', 400]
	] as const)('refuses a token without %s', async ([, days], { db }) => {
		const { ben } = await aCast(db);

		expect(await refusalOf(create(db, ben, { days }))).toMatchObject({
			code: 'PT422',
			key: 'token_expiry_invalid'
		});
	});

	it('refuses the fifty-first', async ({ db }) => {
		const { ben } = await aCast(db);
		await db.query(
			`insert into public.access_tokens (person_id, name, scopes, starts_with, expires_at)
			select $1, 'Many', '{read}', 'yx_', now() + interval '1 day' from generate_series(1, 50)`,
			[ben.id]
		);

		expect(await refusalOf(create(db, ben))).toMatchObject({
			code: 'PT422',
			key: 'token_limit_reached'
		});
	});

	it('makes a token for the agent of an instrument, which reports use and may never end', async ({
		db
	}) => {
		const { ada, instrument } = await aCast(db);

		expect(
			await create(db, ada, { instrument, days: null, scopes: ['manage', 'administer'] })
		).toMatchObject({ instrument_id: instrument.id, scopes: ['check_in'] });
	});

	it('refuses agents to everybody who does not manage the platform', async ({ db }) => {
		const { tom, ben, instrument } = await aCast(db);

		for (const person of [tom, ben]) {
			expect(await refusalOf(create(db, person, { instrument }))).toMatchObject({
				code: 'PT403',
				key: 'instrument_not_yours'
			});
		}
	});

	it('refuses a visitor', async ({ db }) => {
		const refusal = await refusalOf(
			asAnonymous(db, () => db.query(`select public.create_access_token('Script')`))
		);

		expect(refusal.code).toBe('42501');
	});
});

describe('the door', () => {
	it('lets through unchanged what brings no token', async ({ db }) => {
		await db.query(
			`select
				set_config('request.headers', '{"accept": "*/*"}', true),
				set_config('request.jwt.claims', '{"role": "anon"}', true),
				set_config('role', 'anon', true)`
		);
		await db.query('select private.use_access_token()');

		expect(
			await db.one(
				`select
					current_setting('request.jwt.claims') as claims,
					current_setting('role') as role,
					current_setting('transaction_read_only') as read_only`
			)
		).toEqual({ claims: '{"role": "anon"}', role: 'anon', read_only: 'off' });
		await db.query('reset role');
	});

	it.for([
		['a function of its scope', '/rpc/book_instrument', 'off'],
		['a function of no scope', '/rpc/register_organisation', 'on'],
		['a table', '/people', 'on'],
		['what only looks like a function', '/rpc/book_instrument/', 'on']
	] as const)('opens a transaction for %s', async ([, path, readOnly], { db }) => {
		const { ben } = await aCast(db);
		const { token } = await create(db, ben, { scopes: ['book'] });

		expect(await useToken(db, token, path)).toEqual({
			person: ben.id,
			role: 'authenticated',
			read_only: readOnly
		});
	});

	it('is told of every function that writes by which scope it is reached, or why by none', async ({
		db
	}) => {
		expect(
			await db.query(
				`select proname from pg_proc
				where pronamespace = 'public'::regnamespace
					and provolatile = 'v'
					and prorettype <> 'trigger'::regtype
					and not exists (
						select from private.token_functions where function_name = proname
					)`
			)
		).toEqual([]);
	});

	it('names every function that it knows as the Data API does', async ({ db }) => {
		expect(
			await db.query(
				`select function_name from private.token_functions
				where not exists (
					select from pg_proc
					where pronamespace = 'public'::regnamespace and proname = function_name
						and provolatile = 'v'
				)`
			)
		).toEqual([]);
	});
});

describe('revoke_access_token', () => {
	it('is done by its holder, and twice changes nothing', async ({ db }) => {
		const { ben } = await aCast(db);
		const made = await create(db, ben);

		const first = await revoke(db, ben, made);

		expect(first).toMatchObject({ revoked_by: ben.id });
		expect(await revoke(db, ben, made)).toEqual(first);
		expect((await refusalOf(useToken(db, made.token))).key).toBe('token_revoked');
	});

	it('of an agent is done by any manager of the platform', async ({ db }) => {
		const { ada, university, instrument } = await aCast(db);
		const mona = await aPerson(db, 'Mona');
		await aMembership(db, { person: mona, organisation: university, role: 'manager' });
		const made = await create(db, ada, { instrument });

		expect(await revoke(db, mona, made)).toMatchObject({ revoked_by: mona.id });
	});

	it('is done by an administrator for anybody', async ({ db }) => {
		const { ben } = await aCast(db);
		const made = await create(db, ben);
		const root = await anAdministrator(db);

		expect(await revoke(db, root, made)).toMatchObject({ revoked_by: root.id });
	});

	it('refuses a colleague, and the technician of an agent’s platform', async ({ db }) => {
		const { ada, tom, ben, olga, instrument } = await aCast(db);
		const own = await create(db, ben);
		const agents = await create(db, ada, { instrument });

		for (const [person, token] of [
			[olga, own],
			[tom, agents]
		] as const) {
			expect(await refusalOf(revoke(db, person, token))).toMatchObject({
				code: 'PT404',
				key: 'token_not_found'
			});
		}
	});
});

describe('access_tokens', () => {
	it('are read by their holder, those of agents by managers too, and by nobody else', async ({
		db
	}) => {
		const { ada, tom, ben, olga, university, instrument } = await aCast(db);
		const mona = await aPerson(db, 'Mona');
		await aMembership(db, { person: mona, organisation: university, role: 'manager' });
		await create(db, ben);
		await create(db, ada, { instrument });
		const seenBy = async (person: Id) =>
			(await asPerson(db, person.id, () => db.query('select id from public.access_tokens'))).length;

		expect(await seenBy(ben)).toBe(1);
		expect(await seenBy(olga)).toBe(0);
		expect(await seenBy(ada)).toBe(1);
		expect(await seenBy(mona)).toBe(1);
		expect(await seenBy(tom)).toBe(0);
	});

	it('are written by no API role', async ({ db }) => {
		const { ben } = await aCast(db);
		await create(db, ben);

		const refusal = await refusalOf(
			asPerson(db, ben.id, () =>
				db.query(`update public.access_tokens set scopes = '{administer}'`)
			)
		);

		expect(refusal.code).toBe('42501');
	});
});
