/**
 * How many questions the application asks of the Data API, counted on the way: it is started behind
 * a server that passes everything on and writes down what it was asked.
 */
import { once } from 'node:events';
import { createServer, request as forward } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startApp, type App } from './app.ts';

export type CountedApp = App & {
	/** What was asked since the last call, in the order of the alphabet. */
	takeAsked: () => string[];
};

export async function startCountedApp(): Promise<CountedApp> {
	let asked: string[] = [];
	const target = new URL(process.env['PUBLIC_SUPABASE_URL'] ?? '');
	const counter = createServer((incoming, outgoing) => {
		if (incoming.url?.startsWith('/rest/')) asked.push(incoming.url.replace(/\?.*$/s, ''));
		const passed = forward(
			{
				host: target.hostname,
				port: target.port,
				path: incoming.url,
				method: incoming.method,
				headers: incoming.headers
			},
			(answer) => {
				outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
				answer.pipe(outgoing);
			}
		);
		incoming.pipe(passed);
	}).listen(0, '127.0.0.1');
	await once(counter, 'listening');
	const { port } = counter.address() as AddressInfo;
	const app = await startApp({
		...process.env,
		PUBLIC_SUPABASE_URL: `http://127.0.0.1:${port}`,
		// Nothing is to go past the counter.
		SUPABASE_REST_URL: ''
	});

	return {
		...app,
		takeAsked() {
			const taken = asked.toSorted();
			asked = [];
			return taken;
		},
		async stop() {
			await app.stop();
			counter.close();
		}
	};
}
