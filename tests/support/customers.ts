/** People of startups with real sessions, made in bulk for tests and benchmarks. */
import { randomUUID } from 'node:crypto';
import { createClient } from '@supabase/supabase-js';
import type { Client } from 'pg';

export type Customer = { id: string; organisationId: string; token: string };

const PASSWORD = 'a long password for tests';

/** Makes so many customers, each of a startup of their own, and signs each of them in. */
export async function signInCustomers(
	database: Client,
	count: number,
	env: NodeJS.ProcessEnv = process.env
): Promise<Customer[]> {
	const { rows } = await database.query<{ id: string; organisation_id: string; email: string }>(
		`with new_people as (
			insert into auth.users (
				instance_id, id, aud, role, email, encrypted_password, email_confirmed_at,
				confirmation_token, recovery_token, email_change_token_new, email_change,
				raw_app_meta_data, raw_user_meta_data, created_at, updated_at
			)
			select
				'00000000-0000-0000-0000-000000000000', gen_random_uuid(), 'authenticated', 'authenticated',
				gen_random_uuid() || '@customers.test',
				extensions.crypt($2, extensions.gen_salt('bf', 4)), now(),
				'', '', '', '', '{"provider": "email", "providers": ["email"]}', '{}', now(), now()
			from generate_series(1, $1)
			returning id, email
		),
		numbered as (
			select id, email, row_number() over () as number from new_people
		),
		new_organisations as (
			insert into public.organisations (kind, name)
			select 'startup', 'Customer ' || $3 || ' ' || number from numbered
			returning id, name
		)
		select numbered.id, numbered.email, new_organisations.id as organisation_id
		from numbered
		join new_organisations on new_organisations.name = 'Customer ' || $3 || ' ' || numbered.number`,
		[count, PASSWORD, randomUUID()]
	);
	// Apart from the statement above, whose people it could not see yet.
	await database.query(
		`insert into public.memberships (person_id, organisation_id, role)
		select person_id, organisation_id, 'member'
		from unnest($1::uuid[], $2::uuid[]) as customers (person_id, organisation_id)`,
		[rows.map(({ id }) => id), rows.map((row) => row.organisation_id)]
	);

	const customers: Customer[] = [];
	for (const [index, row] of rows.entries()) {
		customers.push({
			id: row.id,
			organisationId: row.organisation_id,
			token: await signIn(row.email, `198.51.100.${index + 1}`, env)
		});
	}
	return customers;
}

/** Each from an address of their own, as customers are, so that the sign-in limit is not reached. */
async function signIn(
	email: string,
	address: string,
	{ PUBLIC_SUPABASE_URL, SUPABASE_SECRET_KEY }: NodeJS.ProcessEnv
): Promise<string> {
	const client = createClient(PUBLIC_SUPABASE_URL ?? '', SUPABASE_SECRET_KEY ?? '', {
		auth: { persistSession: false, autoRefreshToken: false },
		global: { headers: { 'sb-forwarded-for': address } }
	});
	const { data, error } = await client.auth.signInWithPassword({ email, password: PASSWORD });
	if (error) throw error;
	return data.session.access_token;
}
