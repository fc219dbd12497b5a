import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createBackup } from './backup.ts';
import { resolveDataDir, type DataDir } from './data-dir.ts';
import { choosePort } from './ports.ts';
import { markProcess } from './processes.ts';
import { findCluster } from './postgres.ts';
import { serviceUser } from './os-user.ts';
import { restoreBackup } from './restore.ts';
import { findRunning } from './running.ts';
import { startStack, type Stack } from './start-stack.ts';

const ANY_PORTS = { gateway: 0, database: 0 };

let folder: string;
let stack: Stack;
/** Of the stack as it was when its first start was done. */
let backup: string;

beforeAll(async () => {
	folder = mkdtempSync(join(tmpdir(), 'yixiang-stack-'));
	// As root the database belongs to another user, who has to pass through.
	chmodSync(folder, 0o711);
	stack = await startStack({ dataDir: join(folder, 'first'), ports: ANY_PORTS });
	backup = await createBackup(resolveDataDir(join(folder, 'first')), join(folder, 'backup'));
}, 120_000);

afterAll(async () => {
	await stack.stop();
	rmSync(folder, { recursive: true, force: true });
}, 60_000);

async function query(connectionString: string, text: string): Promise<unknown[]> {
	const client = new pg.Client({ connectionString });
	await client.connect();
	try {
		return (await client.query<Record<string, unknown>>(text)).rows;
	} finally {
		await client.end();
	}
}

function aRole(rolname: string, ...flags: [boolean, boolean, boolean, boolean]) {
	const [rolsuper, rolcanlogin, rolinherit, rolbypassrls] = flags;
	return { rolname, rolsuper, rolcanlogin, rolinherit, rolbypassrls };
}

describe('a running stack', () => {
	it('serves REST to an anonymous client and Auth to everybody with a key', async () => {
		const { PUBLIC_SUPABASE_URL: url, PUBLIC_SUPABASE_PUBLISHABLE_KEY: apikey } = stack.env;

		const rest = await fetch(`${url}/rest/v1/`, { headers: { apikey } });
		const auth = await fetch(`${url}/auth/v1/health`, { headers: { apikey } });

		expect([rest.status, auth.status]).toEqual([200, 200]);
	});

	it('has the roles of a Supabase project, and migrations run without a superuser', async () => {
		const rows = await query(
			stack.env.SUPABASE_DB_URL,
			`select rolname, rolsuper, rolcanlogin, rolinherit, rolbypassrls from pg_roles
			where rolname !~ '^pg_' order by rolname`
		);

		expect(rows).toEqual(
			expect.arrayContaining([
				aRole('anon', false, false, false, false),
				aRole('authenticated', false, false, false, false),
				aRole('authenticator', false, true, false, false),
				aRole('postgres', false, true, true, true),
				aRole('service_role', false, false, false, true),
				aRole('supabase_admin', true, true, true, true),
				aRole('supabase_auth_admin', false, true, false, false)
			])
		);
	});

	it('keeps a new table from the API until it is granted', async () => {
		await query(stack.env.SUPABASE_DB_URL, 'create table public.not_granted (id int)');
		const rows = await query(
			stack.env.SUPABASE_DB_URL,
			`select has_table_privilege(role, 'public.not_granted', 'select') as may_read
			from unnest('{anon,authenticated,service_role}'::text[]) as role`
		);
		await query(stack.env.SUPABASE_DB_URL, 'drop table public.not_granted');

		expect(rows).toEqual([{ may_read: false }, { may_read: false }, { may_read: false }]);
	});

	it('finds trigrams in Chinese text and writes to disk before it answers', async () => {
		const rows = await query(
			stack.env.SUPABASE_DB_URL,
			`select '电镜' ~ '^\\w+$' as has_letters, current_setting('fsync') as fsync,
				current_setting('synchronous_commit') as synchronous_commit`
		);

		expect(rows).toEqual([{ has_letters: true, fsync: 'on', synchronous_commit: 'on' }]);
	});

	it('is used, not started twice, by a second start on its folder', async () => {
		const second = await startStack({ dataDir: join(folder, 'first') });
		await second.stop();

		expect(second).toMatchObject({ isAttached: true, env: stack.env });
		expect(await query(stack.env.SUPABASE_DB_URL, 'select 1 as one')).toEqual([{ one: 1 }]);
	});

	it('backs up while it runs, and the file restores elsewhere with its keys', async () => {
		await query(
			stack.env.SUPABASE_DB_URL,
			`create schema kept; create table kept.rows as select generate_series(1, 1000) as n`
		);
		const file = await createBackup(resolveDataDir(join(folder, 'first')), join(folder, 'later'));
		await query(stack.env.SUPABASE_DB_URL, 'drop schema kept cascade');

		await restoreBackup(resolveDataDir(join(folder, 'second')), file);
		const restored = await startStack({ dataDir: join(folder, 'second'), ports: ANY_PORTS });
		const rows = await query(restored.env.SUPABASE_DB_URL, 'select count(*)::int from kept.rows');
		await restored.stop();

		expect(rows).toEqual([{ count: 1000 }]);
		expect(restored.env.SUPABASE_SECRET_KEY).toBe(stack.env.SUPABASE_SECRET_KEY);
	}, 120_000);

	it('is not overwritten by a restore', async () => {
		const dataDir = resolveDataDir(join(folder, 'first'));

		await expect(restoreBackup(dataDir, backup)).rejects.toThrow('There is a database in');
	});
});

/** A data folder as after a first start and a stop, made quickly. */
async function aStoppedStack(name: string): Promise<DataDir> {
	const dataDir = resolveDataDir(join(folder, name));
	await restoreBackup(dataDir, backup);
	for (const port of ['gateway', 'database'] as const) {
		await choosePort(port, dataDir, '127.0.0.1', 0);
	}
	return dataDir;
}

describe('a stack that was killed', () => {
	it('leaves nothing running that its next start does not end, and loses nothing acknowledged', async () => {
		const dataDir = await aStoppedStack('killed');
		const victim = spawn(
			process.execPath,
			[join(import.meta.dirname, 'stack.ts'), 'start', '--foreground'],
			{ env: { ...process.env, YIXIANG_DATA_DIR: dataDir.path }, stdio: 'ignore' }
		);
		await expect.poll(() => findRunning(dataDir)?.env, { timeout: 60_000 }).toBeDefined();
		const before = findRunning(dataDir);
		await query(
			before?.env?.SUPABASE_DB_URL ?? '',
			'create schema kept; create table kept.rows as select 1 as n'
		);

		victim.kill('SIGKILL');
		await once(victim, 'exit');
		const next = await startStack({ dataDir: dataDir.path });
		const rows = await query(next.env.SUPABASE_DB_URL, 'select n from kept.rows');
		const after = findRunning(dataDir);
		await next.stop();

		expect(rows).toEqual([{ n: 1 }]);
		const pidsBefore = Object.values(before?.children ?? {}).map(({ pid }) => pid);
		const pidsAfter = Object.values(after?.children ?? {}).map(({ pid }) => pid);
		// One that has ended may keep its number until the system's first process takes note of it.
		expect(
			pidsBefore.filter((pid) => markProcess(pid) !== undefined && !pidsAfter.includes(pid))
		).toEqual([]);
	}, 180_000);

	it('starts although its lock file names a living process', async () => {
		const dataDir = await aStoppedStack('locked');
		const lock = join(findCluster(dataDir) ?? '', 'postmaster.pid');
		writeFileSync(lock, `${process.pid}\n`, { mode: 0o600 });
		const user = serviceUser();
		if (user !== undefined) chownSync(lock, user.uid, user.gid);

		const next = await startStack({ dataDir: dataDir.path });
		await next.stop();

		expect(existsSync(lock)).toBe(false);
	}, 120_000);
});
