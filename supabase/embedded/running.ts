/*
 * What runs on a data folder. The record is made before anything is started and updated with
 * every process, so that whatever a killed stack leaves behind can be found and ended.
 */

import { rmSync, writeFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import {
	boolean,
	number,
	object,
	optional,
	parse,
	record,
	string,
	type InferOutput
} from 'valibot';
import type { DataDir } from './data-dir.ts';
import { readJson, writePrivateJson } from './private-file.ts';
import { endProcess, isAlive, markProcess } from './processes.ts';

const ProcessMarkSchema = object({ pid: number(), startedAt: string() });

const RunningSchema = object({
	/** The process that looks after the others. */
	supervisor: ProcessMarkSchema,
	children: record(string(), ProcessMarkSchema),
	/** What clients need; absent until everything serves. */
	env: optional(record(string(), string())),
	/** Whether the fictional organisations and accounts of `seed.sql` are in the database. */
	hasDemoData: optional(boolean())
});

export type Running = InferOutput<typeof RunningSchema>;

/** The running stack of the data folder, undefined when there is none. */
export function findRunning(dataDir: DataDir): Running | undefined {
	const running = readRunning(dataDir);
	return running !== undefined && isAlive(running.supervisor) ? running : undefined;
}

/**
 * Makes this process the one that looks after the data folder, after ending what a killed
 * predecessor left running.
 *
 * @returns undefined once it is, else the stack that runs already
 */
export async function claim(dataDir: DataDir): Promise<Running | undefined> {
	const supervisor = markProcess(process.pid);
	if (supervisor === undefined) throw new Error('This process cannot be found by its own id.');
	for (;;) {
		try {
			const claimed: Running = { supervisor, children: {} };
			writeFileSync(dataDir.running, JSON.stringify(claimed), { flag: 'wx', mode: 0o600 });
			return undefined;
		} catch (error) {
			if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
		}
		const found = findRunning(dataDir);
		if (found !== undefined) return found;
		await endLeftovers(dataDir);
	}
}

export function updateRunning(dataDir: DataDir, change: (running: Running) => Running): void {
	const running = readRunning(dataDir);
	if (running !== undefined) writePrivateJson(dataDir.running, change(running));
}

/** Ends the processes of a stack that was killed, and forgets it. */
export async function endLeftovers(dataDir: DataDir): Promise<void> {
	const children = readRunning(dataDir)?.children ?? {};
	await Promise.all(
		Object.entries(children).map(([name, mark]) =>
			// Postgres takes this signal for a fast shutdown, and SIGTERM for waiting on its clients.
			endProcess(mark, name === 'Postgres' ? 'SIGINT' : 'SIGTERM')
		)
	);
	rmSync(dataDir.running, { force: true });
}

/** Waits until the stack that another process is starting serves. */
export async function waitUntilServing(dataDir: DataDir): Promise<Running> {
	for (;;) {
		const running = findRunning(dataDir);
		if (running === undefined) throw new Error('The stack ended before it was ready.');
		if (running.env !== undefined) return running;
		await pause(50);
	}
}

function readRunning(dataDir: DataDir): Running | undefined {
	let content: unknown;
	try {
		content = readJson(dataDir.running);
	} catch (error) {
		// Half a file: its writer was killed before it had started anything.
		if (error instanceof SyntaxError) return undefined;
		throw error;
	}
	return content === undefined ? undefined : parse(RunningSchema, content);
}
