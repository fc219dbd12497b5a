import { describe, expect } from 'vitest';
import { it } from '../support/database.ts';

/** What holds for every object of ours, read from the catalog instead of written in a rule list. */
describe('every table', () => {
	it('has row-level security', async ({ db }) => {
		const offenders = await db.query(
			`select relnamespace::regnamespace::text as schema, relname from pg_class
			where relnamespace in ('public'::regnamespace, 'private'::regnamespace)
				and relkind in ('r', 'p') and not relrowsecurity`
		);
		expect(offenders).toEqual([]);
	});

	it('has a comment', async ({ db }) => {
		const offenders = await db.query(
			`select relname from pg_class
			where relnamespace in ('public'::regnamespace, 'private'::regnamespace)
				and relkind in ('r', 'p', 'v') and obj_description(oid, 'pg_class') is null`
		);
		expect(offenders).toEqual([]);
	});

	it('is granted no insert or update as a whole', async ({ db }) => {
		const offenders = await db.query(
			`select table_name, grantee, privilege_type
			from information_schema.table_privileges
			where table_schema = 'public' and privilege_type in ('INSERT', 'UPDATE', 'DELETE')
				and grantee in ('anon', 'authenticated', 'PUBLIC')`
		);
		expect(offenders).toEqual([]);
	});
});

describe('every policy', () => {
	it('names its roles and one operation', async ({ db }) => {
		const offenders = await db.query(
			`select tablename, policyname from pg_policies
			where schemaname in ('public', 'private') and (roles = '{public}' or cmd = 'ALL')`
		);
		expect(offenders).toEqual([]);
	});

	it('is called <table>_<operation>_<who>', async ({ db }) => {
		const offenders = await db.query(
			`select policyname from pg_policies
			where schemaname = 'public'
				and policyname not like tablename || '\\_' || lower(cmd) || '\\_%'`
		);
		expect(offenders).toEqual([]);
	});
});

describe('every function', () => {
	it('has an empty search path', async ({ db }) => {
		const offenders = await db.query(
			`select oid::regprocedure::text as function from pg_proc
			where pronamespace in ('public'::regnamespace, 'private'::regnamespace)
				and not coalesce(proconfig, '{}') && array['search_path=""', 'search_path=']`
		);
		expect(offenders).toEqual([]);
	});

	it('has a comment', async ({ db }) => {
		const offenders = await db.query(
			`select oid::regprocedure::text as function from pg_proc
			where pronamespace in ('public'::regnamespace, 'private'::regnamespace)
				and obj_description(oid, 'pg_proc') is null`
		);
		expect(offenders).toEqual([]);
	});

	it('runs as its caller when the Data API shows it', async ({ db }) => {
		const offenders = await db.query(
			`select oid::regprocedure::text as function from pg_proc
			where pronamespace = 'public'::regnamespace and prosecdef`
		);
		expect(offenders).toEqual([]);
	});

	it('is executable by nobody who was not named', async ({ db }) => {
		const offenders = await db.query(
			`select pg_proc.oid::regprocedure::text as function
			from pg_proc cross join aclexplode(coalesce(proacl, acldefault('f', proowner))) as grants
			where pronamespace in ('public'::regnamespace, 'private'::regnamespace)
				and grants.grantee = 0`
		);
		expect(offenders).toEqual([]);
	});
});

describe('every foreign key', () => {
	it('has an index and says what happens on delete', async ({ db }) => {
		const offenders = await db.query(
			`select conrelid::regclass::text as table_name, conname
			from pg_constraint
			where contype = 'f'
				and connamespace in ('public'::regnamespace, 'private'::regnamespace)
				and (
					confdeltype = 'a'
					or not exists (
						select from pg_index
						where indrelid = conrelid
							and (indkey::smallint[])[0:cardinality(conkey) - 1] @> conkey
					)
				)`
		);
		expect(offenders).toEqual([]);
	});
});
