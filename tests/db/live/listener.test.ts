import { describe, expect } from 'vitest';
import { it } from '../../support/database.ts';

describe('live_listener', () => {
	it('may call what tells of changes, and nothing else of the application', async ({ db }) => {
		const reached = await db.query(
			`select pg_class.oid::regclass::text as name
			from pg_class
			join pg_namespace on pg_namespace.oid = pg_class.relnamespace
			where pg_namespace.nspname in ('public', 'private', 'auth', 'pgboss')
				and pg_class.relkind in ('r', 'v', 'm', 'p')
				and has_table_privilege(
					'live_listener', pg_class.oid, 'select, insert, update, delete, truncate'
				)
			union all
			select pg_proc.oid::regprocedure::text
			from pg_proc
			join pg_namespace on pg_namespace.oid = pg_proc.pronamespace
			where pg_namespace.nspname in ('public', 'private')
				and has_function_privilege('live_listener', pg_proc.oid, 'execute')`
		);

		expect(reached).toEqual([{ name: 'private.hear_calendar_changes(text)' }]);
	});

	it('is a member of no other role, and nobody signs in as it', async ({ db }) => {
		const role = await db.one(
			`select rolcanlogin, rolsuper, rolinherit,
				(select count(*)::integer from pg_auth_members where member = pg_roles.oid) as memberships
			from pg_roles where rolname = 'live_listener'`
		);

		expect(role).toEqual({
			rolcanlogin: false,
			rolsuper: false,
			rolinherit: false,
			memberships: 0
		});
	});
});
