/** The worker, as a process of its own that can be killed. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';

export type Worker = {
	/** Ends it in the middle of whatever it is doing. */
	kill: () => Promise<void>;
	/** Lets it finish what it has begun. */
	stop: () => Promise<void>;
};

/** Starts the worker and waits until it works. */
export async function startWorker(env: NodeJS.ProcessEnv = process.env): Promise<Worker> {
	const child = spawn(process.execPath, ['worker/main.ts'], {
		env,
		stdio: ['ignore', 'ignore', 'pipe']
	});
	const exited = once(child, 'exit');
	async function end(signal: NodeJS.Signals): Promise<void> {
		child.kill(signal);
		await exited;
	}
	await untilStarted(child);
	return { kill: () => end('SIGKILL'), stop: () => end('SIGTERM') };
}

async function untilStarted({ stderr }: ChildProcess): Promise<void> {
	let log = '';
	const hasStarted = new Promise<boolean>((resolve) => {
		stderr?.on('data', (chunk: Buffer) => {
			log += chunk.toString();
			if (log.includes('worker started')) resolve(true);
		});
		stderr?.once('close', () => {
			resolve(false);
		});
	});
	if (!(await hasStarted)) throw new Error(`The worker ended while it was starting. ${log}`);
}
