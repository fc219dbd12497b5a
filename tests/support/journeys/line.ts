/** A line to the site that can be cut, as the wall of a basement does: for the worker of a page too. */
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

export type Line = {
	/** Where the site is found through it. */
	origin: string;
	cut: () => Promise<void>;
	mend: () => Promise<void>;
	close: () => Promise<void>;
};

export async function aLineTo(site: string): Promise<Line> {
	const { hostname, port } = new URL(site);
	const sockets = new Set<Socket>();
	let ownPort = 0;
	const server = createServer((near) => {
		const far = connect(Number(port), hostname);
		for (const [socket, other] of [
			[near, far],
			[far, near]
		] as const) {
			sockets.add(socket);
			socket.pipe(other);
			socket.on('error', () => other.destroy());
			socket.on('close', () => {
				sockets.delete(socket);
				other.destroy();
			});
		}
	});
	async function mend() {
		server.listen(ownPort, '127.0.0.1');
		await once(server, 'listening');
		ownPort = (server.address() as AddressInfo).port;
	}
	async function cut() {
		if (!server.listening) return;
		server.close();
		for (const socket of sockets) socket.destroy();
		await once(server, 'close');
	}
	await mend();
	return { origin: `http://127.0.0.1:${ownPort}`, cut, mend, close: cut };
}
