/*
 * Which process is which. A process id alone is not enough: after a crash or in a container the
 * same number soon belongs to somebody else, so every id is recorded with the time it started.
 */

import { spawnSync } from 'node:child_process';
import { readFileSync, readlinkSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';

export type ProcessMark = { pid: number; startedAt: string };

/** The process with its start time, undefined when it does not run. */
export function markProcess(pid: number): ProcessMark | undefined {
	const startedAt = process.platform === 'linux' ? linuxStartTime(pid) : psField(pid, 'lstart');
	return startedAt === undefined ? undefined : { pid, startedAt };
}

export function isAlive(mark: ProcessMark): boolean {
	return markProcess(mark.pid)?.startedAt === mark.startedAt;
}

/** Whether the process works in the folder, as a Postgres server does in its cluster. */
export function worksIn(pid: number, folder: string): boolean {
	if (process.platform !== 'linux') return psField(pid, 'command')?.includes(folder) ?? false;
	try {
		return readlinkSync(`/proc/${pid}/cwd`) === folder;
	} catch {
		return false;
	}
}

/**
 * Asks the process to stop, and makes it when it does not within the time.
 *
 * @param signal what this kind of process takes for "stop now, tidily"
 */
export async function endProcess(
	mark: ProcessMark,
	signal: NodeJS.Signals = 'SIGTERM',
	patienceMs = 10_000
): Promise<void> {
	if (!isAlive(mark)) return;
	sendSignal(mark.pid, signal);
	const deadline = performance.now() + patienceMs;
	while (isAlive(mark)) {
		if (performance.now() > deadline) {
			sendSignal(mark.pid, 'SIGKILL');
			return;
		}
		await pause(20);
	}
}

function sendSignal(pid: number, signal: NodeJS.Signals): void {
	try {
		process.kill(pid, signal);
	} catch (error) {
		const gone = error instanceof Error && 'code' in error && error.code === 'ESRCH';
		if (!gone) throw error;
	}
}

function linuxStartTime(pid: number): string | undefined {
	let stat: string;
	try {
		stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
	} catch {
		return undefined;
	}
	// The second field is the program's name in brackets and may hold anything, so count from its
	// end: the state is field 3, the start time field 22.
	const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
	return fields[0] === 'Z' ? undefined : fields[19];
}

function psField(pid: number, field: string): string | undefined {
	const text = spawnSync('ps', ['-o', `${field}=`, '-p', String(pid)], { encoding: 'utf8' }).stdout;
	return text.trim() === '' ? undefined : text.trim();
}
