/** The built application, started as it is in production, on a free port. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { buildIfNeeded } from '../../scripts/build-app.ts';

export type App = { origin: string; pid: number; stop: () => Promise<void> };

export async function startApp(env: NodeJS.ProcessEnv = process.env): Promise<App> {
	buildIfNeeded(() => {
		console.log('Building the application…');
	});
	const port = await freePort();
	const child = spawn(process.execPath, ['scripts/serve.ts'], {
		env: { ...env, NODE_ENV: 'production', HOST: '127.0.0.1', PORT: String(port) },
		stdio: ['ignore', 'ignore', 'inherit']
	});
	const origin = `http://127.0.0.1:${port}`;
	const exited = once(child, 'exit');

	while (!(await answers(`${origin}/readyz`))) {
		if (child.exitCode !== null) throw new Error('The application ended while it was starting.');
		await new Promise((resolve) => setTimeout(resolve, 50));
	}
	return {
		origin,
		pid: child.pid ?? 0,
		async stop() {
			child.kill('SIGTERM');
			await exited;
		}
	};
}

async function answers(url: string): Promise<boolean> {
	try {
		const response = await fetch(url);
		await response.body?.cancel();
		return response.ok;
	} catch {
		return false;
	}
}

async function freePort(): Promise<number> {
	const server = createServer().listen(0, '127.0.0.1');
	await once(server, 'listening');
	const { port } = server.address() as AddressInfo;
	server.close();
	await once(server, 'close');
	return port;
}
