/*
 * npm run stack -- start [--demo] [--foreground] | stop | status | reset [--yes] | env
 *                  | backup FILE | restore FILE
 *
 * `start` returns when everything serves and leaves it running, as `supabase start` does;
 * `--foreground` stays until Ctrl-C, for a service manager or a container.
 */

import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { stdin, stdout } from 'node:process';
import { createInterface } from 'node:readline/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { createBackup } from './backup.ts';
import { createDataDir, resolveDataDir, type DataDir } from './data-dir.ts';
import { findCluster } from './postgres.ts';
import { endProcess } from './processes.ts';
import { restoreBackup } from './restore.ts';
import { endLeftovers, findRunning, waitUntilServing } from './running.ts';
import { startStack } from './start-stack.ts';
import { untilAskedToStop } from './stop-signal.ts';

const USAGE = `Usage: npm run stack -- COMMAND

  start [--demo] [--foreground]  start Postgres, PostgREST, Auth and the gateway
  stop                           stop them
  status                         say whether they run, and where
  env                            print the variables of the running stack as dotenv
  reset [--yes]                  throw the data away, keeping the keys and ports
  backup FILE                    write everything to one file, also while running
  restore FILE                   put a backup in the place of an empty data folder
`;

class UsageError extends Error {}

type Flags = { demo: boolean; foreground: boolean; yes: boolean };

try {
	const { values, positionals } = parseArgs({
		allowPositionals: true,
		options: {
			demo: { type: 'boolean', default: false },
			foreground: { type: 'boolean', default: false },
			yes: { type: 'boolean', default: false }
		}
	});
	process.exitCode = await runCommand(positionals, values);
} catch (error) {
	console.error(error instanceof Error ? error.message : error);
	process.exitCode = error instanceof UsageError ? 2 : 1;
}

async function runCommand([command, file]: string[], flags: Flags): Promise<number> {
	const dataDir = resolveDataDir();
	switch (command) {
		case 'start':
			return flags.foreground ? startHere(flags) : startInBackground(dataDir, flags);
		case 'stop':
			return stopStack(dataDir);
		case 'status':
			return printStatus(dataDir);
		case 'env':
			printEnvironment(requireEnvironment(dataDir));
			return 0;
		case 'reset':
			return resetStack(dataDir, flags);
		case 'backup':
			console.log(`Backed up to ${await createBackup(dataDir, requireFile(file))}.`);
			return 0;
		case 'restore':
			await restoreBackup(dataDir, requireFile(file));
			console.log('Restored. Start it with: npm run stack -- start');
			return 0;
		default:
			throw new UsageError(USAGE);
	}
}

async function startHere(flags: Flags): Promise<number> {
	const stack = await startStack({
		demo: flags.demo,
		host: process.env.HOST || '127.0.0.1',
		siteUrl: process.env.ORIGIN || undefined,
		smtpUrl: process.env.SMTP_URL || undefined
	});
	for (const version of stack.editedMigrations) {
		console.error(
			`Migration ${version} was edited after it had been applied. "npm run stack -- reset" starts over with it.`
		);
	}
	if (stack.isAttached) {
		console.log('The stack runs already.');
		return 0;
	}
	printStatus(resolveDataDir());
	await untilAskedToStop();
	await stack.stop();
	return 0;
}

async function startInBackground(dataDir: DataDir, flags: Flags): Promise<number> {
	if (findRunning(dataDir) === undefined) {
		createDataDir(dataDir);
		const logFile = join(dataDir.logs, 'stack.log');
		// Each start begins anew, so that what is in the file is about this one.
		const log = openSync(logFile, 'w', 0o600);
		const child = spawn(
			process.execPath,
			[import.meta.filename, 'start', '--foreground', ...(flags.demo ? ['--demo'] : [])],
			{ detached: true, stdio: ['ignore', log, log] }
		);
		closeSync(log);
		let exitCode: number | undefined;
		child.once('exit', (code) => {
			exitCode = code ?? 1;
		});
		child.unref();
		while (findRunning(dataDir)?.env === undefined) {
			if (exitCode !== undefined && exitCode !== 0) {
				throw new Error(readFileSync(logFile, 'utf8').trimEnd());
			}
			await pause(50);
		}
	}
	await waitUntilServing(dataDir);
	return printStatus(dataDir);
}

async function stopStack(dataDir: DataDir): Promise<number> {
	const running = findRunning(dataDir);
	if (running !== undefined) await endProcess(running.supervisor, 'SIGTERM', 60_000);
	await endLeftovers(dataDir);
	console.log(running === undefined ? 'The stack was not running.' : 'Stopped.');
	return 0;
}

function printStatus(dataDir: DataDir): number {
	const running = findRunning(dataDir);
	if (running?.env === undefined) {
		console.log(running === undefined ? 'Not running.' : 'Starting.');
		return 1;
	}
	const { PUBLIC_SUPABASE_URL, SUPABASE_DB_URL, DEV_MAIL_URL } = running.env;
	console.log(`Running, with data in ${dataDir.path}`);
	console.log(`  API       ${PUBLIC_SUPABASE_URL ?? ''}`);
	console.log(
		`  Database  ${new URL(SUPABASE_DB_URL ?? '').host} (its address with password: npm run stack -- env)`
	);
	if (DEV_MAIL_URL !== undefined)
		console.log('  Mail      caught; read it at /dev/mail of the application');
	for (const [name, { pid }] of Object.entries(running.children)) {
		console.log(`  ${name.padEnd(9)} process ${pid}`);
	}
	return 0;
}

async function resetStack(dataDir: DataDir, flags: Flags): Promise<number> {
	if (stdin.isTTY && !flags.yes) {
		const terminal = createInterface({ input: stdin, output: stdout });
		const answer = await terminal.question(`Throw away all data in ${dataDir.path}? [y/N] `);
		terminal.close();
		if (!/^y(es)?$/i.test(answer.trim())) return 1;
	}
	await stopStack(dataDir);
	const cluster = findCluster(dataDir);
	if (cluster !== undefined) rmSync(cluster, { recursive: true, force: true });
	rmSync(dataDir.migrated, { force: true });
	rmSync(dataDir.mail, { recursive: true, force: true });
	console.log('Reset. The next start begins with an empty database.');
	return 0;
}

function requireEnvironment(dataDir: DataDir): Record<string, string> {
	const env = findRunning(dataDir)?.env;
	if (env === undefined)
		throw new Error('The stack is not running. Start it with: npm run stack -- start');
	return env;
}

function printEnvironment(env: Record<string, string>): void {
	for (const [name, value] of Object.entries(env)) console.log(`${name}=${value}`);
}

function requireFile(file: string | undefined): string {
	if (file === undefined) throw new UsageError(USAGE);
	return file;
}
