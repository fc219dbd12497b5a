import { readdirSync, readFileSync } from 'node:fs';

/** How processes are told apart by their command lines; the first that fits names one. */
const NAMES: [string, RegExp][] = [
	['application', /serve\.ts/],
	['gateway', /gateway/],
	['PostgREST', /postgrest/],
	['auth', /auth\/main\.ts/],
	['Postgres', /postgres/]
];

/** Ticks of the kernel's clock in a second; 100 on every Linux that Node runs on. */
const TICKS = 100;

/**
 * CPU seconds used so far by this process ("client") and its descendants, by what they are. A
 * child that has ended is counted with its parent.
 */
export function readCpuSeconds(): Map<string, number> {
	const processes = readdirSync('/proc')
		.filter((name) => /^\d+$/.test(name))
		.flatMap((pid) => readProcess(Number(pid)) ?? []);
	const parentOf = new Map(processes.map(({ pid, parent }) => [pid, parent]));

	const used = process.cpuUsage();
	const seconds = new Map([['client', (used.user + used.system) / 1e6]]);
	for (const { pid, command, ticks } of processes) {
		if (pid === process.pid || !descends(pid, parentOf)) continue;
		const name = NAMES.find(([, pattern]) => pattern.test(command))?.[0];
		if (name !== undefined) seconds.set(name, (seconds.get(name) ?? 0) + ticks / TICKS);
	}
	return seconds;
}

/** What was used between two readings, in milliseconds for each of so many operations. */
export function cpuPerOperation(
	before: Map<string, number>,
	after: Map<string, number>,
	operations: number
): [name: string, milliseconds: number][] {
	return [...after].map(([name, seconds]) => [
		name,
		((seconds - (before.get(name) ?? 0)) * 1000) / operations
	]);
}

function descends(pid: number, parentOf: Map<number, number>): boolean {
	for (let at: number | undefined = pid; at !== undefined && at > 1; at = parentOf.get(at)) {
		if (at === process.pid) return true;
	}
	return false;
}

function readProcess(pid: number) {
	try {
		const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
		// The name in brackets may hold spaces; everything behind it is numbers.
		const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
		const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
		const ticks = [11, 12, 13, 14].reduce((sum, index) => sum + Number(fields[index]), 0);
		return { pid, parent: Number(fields[1]), command, ticks };
	} catch {
		// It ended while we looked.
		return null;
	}
}
