import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync, readFileSync, renameSync, statSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { join } from 'node:path';
import type { OsUser } from './os-user.ts';
import { endProcess, markProcess, type ProcessMark } from './processes.ts';

const LARGEST_LOG_BYTES = 10 * 1024 * 1024;
/** Postgres replays its log after a crash, and a machine may be busy; one that ends is told of at once. */
const READY_WITHIN_MS = 120_000;
const FIRST_RESTART_DELAY_MS = 100;
const LONGEST_RESTART_DELAY_MS = 10_000;
/** A process that ran for so long is taken to be sound, and its next crash for the first. */
const SOUND_AFTER_MS = 60_000;

export type ChildOptions = {
	name: string;
	command: string;
	args: string[];
	env: Record<string, string | undefined>;
	cwd?: string;
	user?: OsUser | undefined;
	/** Where its output goes; without a file it shares the terminal. */
	logFile?: string;
	/** Node processes stop by themselves when this one is gone. */
	isNode?: boolean;
	stopSignal?: NodeJS.Signals;
	/** How long it may take to stop before it is made to. */
	patienceMs?: number;
	/** Asked again and again after the start; true once it serves. */
	isReady: () => Promise<boolean>;
	/** Told of every process started, the first and the later ones. */
	onSpawn?: (name: string, mark: ProcessMark) => void;
};

export type Child = {
	stop: () => Promise<void>;
};

/** The arguments that run a TypeScript file as a Node process ending with its parent. */
export function nodeArguments(file: string, ...args: string[]): string[] {
	const guard = pathToFileURL(join(import.meta.dirname, 'die-with-parent.ts')).href;
	return ['--import', guard, file, ...args];
}

/**
 * Starts a process, waits until it serves, and from then on starts it again whenever it ends
 * unasked.
 *
 * @throws when it ends or is not ready in time; the message holds the end of its log
 */
export async function startChild(options: ChildOptions): Promise<Child> {
	const stopping = new AbortController();
	let current = spawnChild(options);
	try {
		await waitUntilReady(options, current);
	} catch (error) {
		await endChild(options, current);
		throw error;
	}

	const supervision = supervise();
	return {
		stop: async () => {
			stopping.abort();
			await endChild(options, current);
			await supervision;
		}
	};

	async function supervise(): Promise<void> {
		let delayMs = FIRST_RESTART_DELAY_MS;
		for (;;) {
			const startedAt = performance.now();
			await current.ended;
			if (performance.now() - startedAt > SOUND_AFTER_MS) delayMs = FIRST_RESTART_DELAY_MS;
			try {
				await pause(delayMs, undefined, { signal: stopping.signal });
			} catch {
				// The end was asked for.
				return;
			}
			if (stopping.signal.aborted) return;
			delayMs = Math.min(delayMs * 2, LONGEST_RESTART_DELAY_MS);
			current = spawnChild(options);
		}
	}
}

type Spawned = { process: ChildProcess; mark: ProcessMark | undefined; ended: Promise<void> };

function spawnChild(options: ChildOptions): Spawned {
	const log = options.logFile === undefined ? undefined : openLog(options.logFile);
	const output = log ?? 'inherit';
	const child = spawn(options.command, options.args, {
		env: options.env,
		cwd: options.cwd,
		...options.user,
		// A process group of its own: Ctrl-C in the terminal reaches the parent alone, which then
		// stops everything in order.
		detached: true,
		stdio: options.isNode === true ? ['ignore', output, output, 'ipc'] : ['ignore', output, output]
	});
	if (log !== undefined) closeSync(log);

	const ended = new Promise<void>((resolve) => {
		child.once('exit', () => {
			resolve();
		});
		child.once('error', () => {
			resolve();
		});
	});
	const mark = child.pid === undefined ? undefined : markProcess(child.pid);
	if (mark !== undefined) options.onSpawn?.(options.name, mark);
	return { process: child, mark, ended };
}

async function waitUntilReady(options: ChildOptions, child: Spawned): Promise<void> {
	const deadline = performance.now() + READY_WITHIN_MS;
	for (;;) {
		if (await options.isReady()) return;
		if (hasEnded(child)) throw new Error(`${options.name} did not start.${readLogEnd(options)}`);
		if (performance.now() > deadline) {
			throw new Error(`${options.name} did not become ready in time.${readLogEnd(options)}`);
		}
		await pause(25);
	}
}

function hasEnded({ process: child }: Spawned): boolean {
	return child.pid === undefined || child.exitCode !== null || child.signalCode !== null;
}

async function endChild(options: ChildOptions, child: Spawned): Promise<void> {
	if (child.mark !== undefined) {
		await endProcess(child.mark, options.stopSignal ?? 'SIGTERM', options.patienceMs);
	}
	await child.ended;
}

function openLog(file: string): number {
	try {
		if (statSync(file).size > LARGEST_LOG_BYTES) renameSync(file, `${file}.old`);
	} catch (error) {
		if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
	}
	return openSync(file, 'a', 0o600);
}

function readLogEnd(options: ChildOptions): string {
	if (options.logFile === undefined) return '';
	const lines = readFileSync(options.logFile, 'utf8').trimEnd().split('\n').slice(-12);
	return `\nThe end of ${options.logFile}:\n${lines.join('\n')}`;
}
